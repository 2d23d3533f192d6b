-- One batch of requests, as `engine/mod.rs` says. KEYS: changes, members, highest. ARGV: what the
-- names of records begin with, the channel, and the batch as `wire/encoding` writes it.

local CHANGES, MEMBERS, HIGHEST = KEYS[1], KEYS[2], KEYS[3]
local RECORDS, CHANNEL, ME = ARGV[1], ARGV[2], ARGV[3]
local LEASE, AHEAD, SEEN, AFTERWARDS = 3000000, 100000, 5000000, 60000000
local MOST, MOST_TIME, MOST_COUNT = 9007199254740992, 2592000000000, 4294967295
-- No engine's clock is set back by more than ten years, so that no version is further ahead of it.
local MOST_AHEAD = 10 * 365 * 86400 * 1000000
local MOST_KEEP = 2 * MOST_TIME + AFTERWARDS
-- The highest version and the members are kept while anybody asks for them, in milliseconds.
local KEEP_HIGHEST, KEEP_MEMBERS = 3600000, 60000

-- The engine's clock is read here, and nowhere else.
local clock = redis.call('TIME')
local now = tonumber(clock[1]) * 1000000 + tonumber(clock[2])

-- Everything that is read may have been written by anybody.
local function number(text)
    local n = tonumber(text or '')
    if not n or n ~= n or n < 0 or n > MOST then return 0 end
    return math.floor(n)
end

-- What was written once is not written again: most of a batch's numbers are alike.
local shown, lengths = {}, {}

local function show(n)
    local text = shown[n]
    if not text then
        text = string.format('%.0f', n)
        shown[n] = text
    end
    return text
end

local function count(n)
    return math.min(n, MOST_COUNT)
end

-- When the server cleans up what goes in so long: a second later, in milliseconds.
local function cleaned_up_in(time)
    return math.ceil(time / 1000) + 1000
end

local function field(text)
    local length = lengths[#text]
    if not length then
        length = #text .. ':'
        lengths[#text] = length
    end
    return length .. text
end

local highest, is_lost

-- Whether it was found that a key is of another type than ours.
local function is_of_another_type(got)
    return type(got) == 'table' and got.err and got.err:find('WRONGTYPE', 1, true)
end

-- Whatever is of another type is somebody else's. Then all goes, as if the engine had been wiped:
-- so people are told.
local function drop_what_is_none_of_ours()
    local found = {
        redis.pcall('GET', HIGHEST), redis.pcall('ZCARD', CHANGES), redis.pcall('ZCARD', MEMBERS),
    }
    for _, got in ipairs(found) do
        if is_of_another_type(got) then return redis.call('DEL', HIGHEST, CHANGES, MEMBERS) end
    end
end

-- A highest version that was evicted, or is somebody else's, is the last one of the changes.
local function find_highest()
    highest = number(redis.call('GET', HIGHEST))
    local last_of_all = now + MOST_AHEAD
    is_lost = highest == 0 or highest > last_of_all
    if is_lost then
        local last = redis.call('ZRANGE', CHANGES, show(last_of_all), 0, 'BYSCORE', 'REV',
            'LIMIT', 0, 1, 'WITHSCORES')
        highest = number(last[2])
    end
end
