-- The batch: read whole before anything is done, then run request by request.

local TERMS = { 'open_for', 'max_open_for?', 'jitter', 'openings' }
local WHY = { 'reason$', 'failures', 'calls' }
-- The arguments of each request after its word: numbers, `$` of a text, `?` of a number or nothing.
local SHAPES = {
    trip = { 'subject$', TERMS, 'first', 'by$', WHY },
    lease = { 'subject$', TERMS, 'opened_ago', 'by$' },
    renew = { 'subject$' },
    give_back = { 'subject$', 'unused' },
    failed = { 'subject$', TERMS, 'by$', WHY },
    closed = { 'subject$', 'round', 'by$' },
    force = { 'subject$', 'to$', 'time', 'by$', 'note$' },
    release = { 'subject$', 'by$' },
    sync = { 'cursor', 'heard$', 'instance$' },
    leave = {},
}
local PARTS = { force = '1:c', release = '1:c' }

local function flat(shape, to)
    for _, name in ipairs(shape) do
        if type(name) == 'table' then flat(name, to) else to[#to + 1] = name end
    end
    return to
end

local function read_request(at, length)
    local word = ARGV[at]
    local shape = SHAPES[word] and flat(SHAPES[word], {})
    if not shape or #shape ~= length - 1 then return nil end
    local a = { word = word }
    for i, name in ipairs(shape) do
        local text, kind = ARGV[at + i], name:sub(-1)
        if kind == '$' then
            a[name:sub(1, -2)] = text
        elseif kind == '?' then
            a[name:sub(1, -2)] = text ~= '' and number(text) or nil
        else
            a[name] = number(text)
        end
    end
    local part = PARTS[word] or '1:z'
    return (not a.subject or a.subject:sub(1, 3) == part) and a
end

local function read_requests()
    local requests, at = {}, 5
    while at <= #ARGV do
        local length = number(ARGV[at])
        local request = at + length <= #ARGV and read_request(at + 1, length)
        if not request then return nil end
        requests[#requests + 1] = request
        at = at + length + 1
    end
    return requests
end

local replies = {}

local function reply(...)
    for _, text in ipairs({ ... }) do replies[#replies + 1] = field(text) end
end

local function step(a)
    local r = read(a.subject) or blank(a.subject)
    local did = steps[a.word](r, a)
    if did == 'accepted' or did == 'changed' then
        write(r)
        r.known = true
    elseif did == 'counted' then
        redis.call('HSET', RECORDS .. a.subject, 'openers', show(r.openers))
        -- No change, but what a message says of the record is what it says now.
        if changed[a.subject] then changed[a.subject] = r end
    end
    if not r.known then return reply('n') end
    reply(did == 'accepted' and 'a' or 'r')
    replies[#replies + 1] = view(r)
end

local requests = read_requests()
if not requests then return redis.error_reply('ERR not a batch of this version of breaker-fleet') end

local void = ARGV[4] ~= '' and now > number(ARGV[4])
for _, request in ipairs(requests) do
    if request.word == 'sync' then
        local word, head, views = sync(request)
        reply(word, unpack(head))
        replies[#replies + 1] = table.concat(views)
    elseif request.word == 'leave' then
        leave()
        reply('l')
    elseif void then
        reply('v', show(now))
    else
        step(request)
    end
end

local last = {}
for _, r in pairs(changed) do last[#last + 1] = r end
if #last > 0 then
    table.sort(last, function(one, other) return one.version < other.version end)
    for i, r in ipairs(last) do last[i] = view(r) end
    redis.call('SET', HIGHEST, show(highest), 'PX', KEEP_HIGHEST)
    redis.call('PUBLISH', CHANNEL, table.concat(last))
end
return table.concat(replies)
