"""An uploaded file (https://www.assemblyai.com/docs/api-reference/files/upload)."""

from assemblyai_tools.api.reply import ApiReply


class UploadedFile(ApiReply):
    upload_url: str
