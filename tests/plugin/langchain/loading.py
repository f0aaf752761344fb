"""Both ways to load documents, and what the service replies while a recording is transcribed."""

AUDIO = "https://host.test/a.mp3"
CREATED = {"id": "t1", "status": "queued"}
RUNNING = {"id": "t1", "status": "processing"}
DONE = {"id": "t1", "status": "completed"}


async def blocking(loader):
    return list(loader.lazy_load())


async def on_asyncio(loader):
    return [document async for document in loader.alazy_load()]
