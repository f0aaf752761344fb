"""What a client lists or reads beside the tools: instructions, prompts, resources."""
