"""The tools as each vendor's own package puts them into a request. No request is sent."""

# ruff: noqa: PLC0415 - these packages take seconds to import, so only the worker that runs these tests does

from langchain_core.messages import HumanMessage
from pydantic import BaseModel, SecretStr

ASKED = [HumanMessage("What was said?")]
KEY = SecretStr("k")


class Answer(BaseModel):
    """What a structured-output agent is to answer with."""

    text: str


def _openai(tools, *, responses=False, **options):
    from langchain_openai import ChatOpenAI

    model = ChatOpenAI(model="gpt-5", api_key=KEY, use_responses_api=responses)
    bound = model.bind_tools(tools, **options)
    shown = model._get_request_payload(ASKED, **bound.kwargs)["tools"]
    return [tool if responses else tool["function"] for tool in shown]


def _anthropic(tools, **options):
    from langchain_anthropic import ChatAnthropic

    model = ChatAnthropic(model="claude-sonnet-4-6", api_key=KEY)
    shown = model._get_request_payload(ASKED, **model.bind_tools(tools, **options).kwargs)["tools"]
    return [{**tool, "parameters": tool["input_schema"]} for tool in shown]


def _google(tools):
    from langchain_google_genai import ChatGoogleGenerativeAI

    model = ChatGoogleGenerativeAI(model="gemini-3-pro", api_key=KEY)
    config = model._prepare_request(ASKED, **model.bind_tools(tools).kwargs)["config"]
    shown = [
        tool.model_dump(mode="json", exclude_none=True) for tool in config.tools[0].function_declarations
    ]
    return [{**tool, "parameters": _as_json_schema(tool["parameters"])} for tool in shown]


def _as_json_schema(schema):
    """Google's form as JSON schema: its types are in capitals, and null is a flag."""
    plain = {
        key: value for key, value in schema.items() if key not in {"nullable", "properties", "items", "type"}
    }
    plain["type"] = schema["type"].lower()
    if "properties" in schema:
        plain["properties"] = {name: _as_json_schema(one) for name, one in schema["properties"].items()}
    if "items" in schema:
        plain["items"] = _as_json_schema(schema["items"])
    if schema.get("nullable"):
        description = {"description": plain.pop("description")} if "description" in plain else {}
        return {"anyOf": [plain, {"type": "null"}], **description}
    return plain


def _mistral(tools):
    from langchain_mistralai import ChatMistralAI

    model = ChatMistralAI(api_key=KEY)
    return [tool["function"] for tool in model.bind_tools(tools).kwargs["tools"]]


def _groq(tools):
    from langchain_groq import ChatGroq

    model = ChatGroq(model="openai/gpt-oss-120b", api_key=KEY)
    return [tool["function"] for tool in model.bind_tools(tools).kwargs["tools"]]


def _bedrock(tools):
    from langchain_aws import ChatBedrockConverse

    model = ChatBedrockConverse(
        model="anthropic.claude-sonnet-4-6",
        region_name="us-east-1",
        aws_access_key_id=KEY,
        aws_secret_access_key=KEY,
    )
    shown = model._converse_params(tools=model.bind_tools(tools).kwargs["tools"])["toolConfig"]["tools"]
    return [{**tool["toolSpec"], "parameters": tool["toolSpec"]["inputSchema"]["json"]} for tool in shown]


def _ollama(tools):
    from langchain_ollama import ChatOllama
    from ollama import Tool

    shown = ChatOllama(model="qwen3").bind_tools(tools).kwargs["tools"]
    return [Tool.model_validate(tool).model_dump(exclude_none=True)["function"] for tool in shown]


PLAIN = {
    "openai": _openai,
    "openai-responses": lambda tools: _openai(tools, responses=True),
    "openai-responses-structured-output": lambda tools: _openai(
        tools, responses=True, response_format=Answer
    ),
    "anthropic": _anthropic,
    "google": _google,
    "mistral": _mistral,
    "groq": _groq,
    "bedrock": _bedrock,
    "ollama": _ollama,
}
STRICT = {
    "openai": lambda tools: _openai(tools, strict=True),
    "openai-structured-output": lambda tools: _openai(tools, response_format=Answer),
    "openai-responses": lambda tools: _openai(tools, responses=True, strict=True),
    "openai-responses-structured-output": lambda tools: _openai(
        tools, responses=True, strict=True, response_format=Answer
    ),
    "anthropic": lambda tools: _anthropic(tools, strict=True),
}
ALL = PLAIN | {f"{name}-strict": payload for name, payload in STRICT.items()}
