"""The command `live`: speech into text while it is spoken."""
