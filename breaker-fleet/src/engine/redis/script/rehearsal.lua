-- Every command of the batches, on a record of nobody's: an engine that would refuse one of them is
-- found before anybody relies on it. KEYS: changes, highest. ARGV: that record, the channel.

local CHANGES, HIGHEST, RECORD, CHANNEL = KEYS[1], KEYS[2], ARGV[1], ARGV[2]
local refused

local function try(command, ...)
    if refused then return end
    local got = redis.pcall(command, ...)
    -- Of another type is what the batches will drop.
    local is_error = type(got) == 'table' and got.err and not got.err:find('WRONGTYPE', 1, true)
    if is_error then refused = command .. ' ' .. got.err end
end

-- First what needs memory, for after a write nothing is refused for the lack of it; and nothing is
-- left behind that would not go by itself.
try('SET', RECORD, '', 'PX', 1000)
try('PEXPIRE', RECORD, 1000)
try('PTTL', RECORD)
try('DEL', RECORD)
try('ZREM', CHANGES, '')
try('ZADD', CHANGES, 0, '')
try('ZREM', CHANGES, '')
try('HSET', RECORD, 'version', 0)
try('HMGET', RECORD, 'version')
try('DEL', RECORD)
try('TIME')
try('GET', HIGHEST)
try('ZCARD', CHANGES)
try('ZRANGE', CHANGES, 0, 0)
try('ZRANGEBYSCORE', CHANGES, 1, 0)
try('PUBLISH', CHANNEL, '')
if refused then return redis.error_reply('REFUSED ' .. refused) end
return 'OK'
