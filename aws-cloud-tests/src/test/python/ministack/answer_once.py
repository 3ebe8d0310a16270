"""Runs MiniStack so that a request which is sent again is done once and answered twice.

An SDK that lost an answer on its way sends the request again, with the invocation's id of the first attempt. MiniStack
would do it a second time, and what was created for the first time would "already exist"."""

import asyncio

from ministack import app as ministack

serve = ministack.app
answers: dict[bytes, asyncio.Task] = {}


async def answer_once(scope, receive, send) -> None:
    invocation = dict(scope.get("headers", [])).get(b"amz-sdk-invocation-id")
    if scope["type"] != "http" or invocation is None:
        await serve(scope, receive, send)
        return
    body = await _body(receive)
    if invocation not in answers:
        answers[invocation] = asyncio.ensure_future(_answer(scope, body, invocation))
    # A client that goes away ends its wait, and not the work.
    for message in await asyncio.shield(answers[invocation]):
        await send(message)


async def _answer(scope, body: bytes, invocation: bytes) -> list[dict]:
    requests = [{"type": "http.request", "body": body, "more_body": False}]
    messages: list[dict] = []

    async def receive() -> dict:
        return requests.pop() if requests else await asyncio.Future()

    async def send(message: dict) -> None:
        messages.append(message)

    try:
        await serve(scope, receive, send)
    except BaseException:
        del answers[invocation]
        raise
    if messages[0]["status"] >= 500:
        del answers[invocation]
    return messages


async def _body(receive) -> bytes:
    body = bytearray()
    while True:
        message = await receive()
        if message["type"] == "http.disconnect":
            raise ConnectionResetError("the client went away before it had said all")
        body += message.get("body", b"")
        if not message.get("more_body", False):
            return bytes(body)


ministack.app = answer_once
ministack.main()
