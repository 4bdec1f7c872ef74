"""HTTP out of a worker that has no sockets: what `socket.socket` gives for TCP is an object that understands HTTP and has the silo fetch.

    http.client, urllib, urllib2, requests ... -> OutboundSocket -> Conversation -> urlfetch service call -> silo -> the world

`sockets` is what an app holds, `conversation` turns requests into calls and responses into bytes, `requests` reads what is sent, `errors` says what went wrong,
`patches` puts it all in place: once, in the base zygote, so that workers share the memory; `activate` switches it on.
"""
