-- Posts one body again and again, and prints one line of JSON at the end.
--   wrk ... -s post.lua URL -- BODY_FILE [HEADER=VALUE]...

function init(args)
    wrk.method = "POST"
    local file = assert(io.open(args[1], "rb"))
    wrk.body = file:read("*a")
    file:close()
    for i = 2, #args do
        local name, value = args[i]:match("^([^=]+)=(.*)$")
        wrk.headers[name] = value
    end
    request_bytes = wrk.format()
end

-- Formatted once: what is measured is the server, not Lua.
function request()
    return request_bytes
end

function done(summary, latency, requests)
    local errors = summary.errors
    io.write(string.format(
        '{"requests":%d,"seconds":%.6f,"p50":%.1f,"p99":%.1f,"max":%.1f,"refused":%d,"broken":%d}\n',
        summary.requests, summary.duration / 1e6, latency:percentile(50), latency:percentile(99), latency.max,
        errors.status, errors.connect + errors.read + errors.write + errors.timeout))
end
