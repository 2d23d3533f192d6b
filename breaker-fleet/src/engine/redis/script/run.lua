-- The batch: read whole before anything is done, then run request by request.

local TERMS = { 'open_for', 'max_open_for?', 'jitter#', 'openings#' }
local BEGINNING = { 'opened_by$', 'reason$', 'failures', 'calls' }
-- The arguments of each request after its word: numbers, `#` of a count, `!` of what is true or
-- not, `?` of a number or nothing, `$` of a text, `@` of a subject, `-` of ranges.
local SHAPES = {
    trip = { 'subject@', TERMS, 'first!', 'by$', BEGINNING },
    lease = { 'subject@', TERMS, 'opened_ago', 'by$', BEGINNING },
    renew = { 'subject@' },
    give_back = { 'subject@', 'unused!' },
    failed = { 'subject@', TERMS, 'by$', BEGINNING },
    closed = { 'subject@', 'round', 'ago', 'by$' },
    look = { 'subject@' },
    control = {
        'subject@', 'id', 'stamp', 'to$', 'rest', 'ago', 'keep', 'note$', 'by$', 'anew!',
    },
    sync = { 'cursor', 'heard-', 'instance$', 'zone$' },
    members = {},
    leave = { 'instance$', 'zone$' },
}
local PARTS = { control = 'c' }
local MOST_REQUESTS = 100
local STATES = { open = true, closed = true, [''] = true }
local KINDS = {
    ['#'] = is_count,
    ['!'] = function(text) return text == '0' or text == '1' end,
    ['?'] = function(text) return text == '' or as_number(text) end,
    ['$'] = is_text,
    -- Its part says whether it is one.
    ['@'] = function() return true end,
    ['-'] = are_ranges,
}
local ARE_TEXTS = { ['$'] = true, ['@'] = true, ['-'] = true }

local function flat(shape, to)
    for _, name in ipairs(shape) do
        if type(name) == 'table' then flat(name, to) else to[#to + 1] = name end
    end
    return to
end

local columns = {}

-- Of each argument of such a request its name, what makes it fit, and whether it is a text. Looked
-- up once a batch, whose requests are mostly alike.
local function columns_of(word)
    if columns[word] or not SHAPES[word] then return columns[word] end
    local found = {}
    for i, name in ipairs(flat(SHAPES[word], {})) do
        local kind = name:sub(-1)
        found[i] = {
            name = KINDS[kind] and name:sub(1, -2) or name,
            fits = KINDS[kind] or as_number,
            is_text = ARE_TEXTS[kind],
        }
    end
    columns[word] = found
    return found
end

local function read_request(at, length)
    local word = ARGV[at]
    local shape = columns_of(word)
    if not shape or #shape ~= length - 1 then return nil end
    local a = { word = word }
    for i, column in ipairs(shape) do
        local text = ARGV[at + i]
        if not column.fits(text) then return nil end
        a[column.name] = column.is_text and text or as_number(text)
    end
    local is_one = (not a.subject or part_of(a.subject) == (PARTS[word] or 'z'))
        and (not a.to or STATES[a.to])
    return is_one and a
end

local function is_sent_by_a_member()
    return ME:match(MEMBER)
        and (ARGV[4] == '' or as_number(ARGV[4]))
end

local function read_requests()
    if not is_sent_by_a_member() then return nil end
    local requests, at = {}, 5
    while at <= #ARGV do
        local length = as_number(ARGV[at])
        local request = length and at + length <= #ARGV and read_request(at + 1, length)
        if not request or #requests == MOST_REQUESTS then return nil end
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
    end
    if not r.known then return reply('n') end
    local shown = view(r)
    -- What a message says of a record is what it says now, even if that is no change.
    if did == 'accepted' or did == 'changed' or did and changed[a.subject] then
        changed[a.subject] = { version = r.version, view = shown }
    end
    reply(did == 'accepted' and 'a' or 'r')
    replies[#replies + 1] = shown
end

local requests = read_requests()
if not requests then
    return redis.error_reply('ERR not a batch of this version of breaker-fleet')
end

drop_what_is_none_of_ours()
find_highest()
local void = ARGV[4] ~= '' and now > as_number(ARGV[4])
for _, request in ipairs(requests) do
    if request.word == 'sync' then
        local word, head, views = sync(request)
        reply(word, unpack(head))
        replies[#replies + 1] = table.concat(views)
    elseif request.word == 'members' then
        local count, listed = others()
        reply('m', show(count))
        replies[#replies + 1] = listed
    elseif request.word == 'leave' then
        leave(request)
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
    for i, r in ipairs(last) do last[i] = r.view end
    redis.call('PUBLISH', CHANNEL, table.concat(last))
end
if #last > 0 or is_lost and highest > 0 then
    redis.call('SET', HIGHEST, show(highest), 'PX', KEEP_HIGHEST)
end
return table.concat(replies)
