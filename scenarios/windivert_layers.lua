-- WinDivert 2.2: its other layers, all at once: forwarded packets, socket events, flow events and
-- the events about its own handles; with traffic that makes each of them speak.

local function ctl_code(number, method, access)
	return 0x12 << 16 | access << 14 | number << 2 | method -- FILE_DEVICE_NETWORK
end
local IN_DIRECT, OUT_DIRECT, READ_WRITE = 1, 2, 3
local INITIALIZE = ctl_code(0x921, OUT_DIRECT, READ_WRITE)
local STARTUP = ctl_code(0x922, IN_DIRECT, READ_WRITE)

local LAYER_FORWARD, LAYER_FLOW, LAYER_SOCKET, LAYER_REFLECT = 1, 2, 3, 4
local SNIFF_AND_RECV_ONLY = 1 | 4
local MAGIC_DLL = 0x4C4C447669645724

-- One step of a filter program: a field, a test (0 is "equal"), where to go on.
local ACCEPT, REJECT = 0x7FFE, 0x7FFF
local FIELD_ZERO = 0
local function step(field, value, success, failure)
	return string.pack("<I4I4I4I4I4I4", field | success << 16, failure, value, 0, 0, 0)
end
local EVERYTHING = step(FIELD_ZERO, 0, ACCEPT, REJECT)
local ALL = 0x3FF0 -- both directions, both families, every event

local function divert(client, layer, flags, filter, filter_flags)
	local handle, refused = client:open("\\\\.\\WinDivert")
	expect(handle, "open: " .. status.name(refused or 0))
	local ours = string.pack("<I8I4I4I4", MAGIC_DLL, 2, 2, 64) .. ("\0"):rep(44)
	local how, theirs = handle:ioctl(INITIALIZE, string.pack("<I4I4I8", layer, 30000, flags), ours)
	expect.status("SUCCESS", how, "INITIALIZE")
	how = handle:ioctl(STARTUP, string.pack("<I8I8", filter_flags, 0), filter)
	expect.status("SUCCESS", how, "STARTUP")
	return handle
end

local driver = machine:load()
local client = machine:client("divert.exe", 1000)
local handles = {}
for _, layer in ipairs { LAYER_REFLECT, LAYER_FORWARD, LAYER_FLOW, LAYER_SOCKET } do
	local flags = layer == LAYER_FORWARD and 0 or SNIFF_AND_RECV_ONLY
	handles[#handles + 1] = divert(client, layer, flags, EVERYTHING, ALL)
end

machine:forward(packet.udp { from = "192.0.2.7:53", to = "198.51.100.9:53", payload = "through" })
local listener = machine:listen { "tcp", from = "10.0.0.2:8080" }
local out = machine:connect { "tcp", from = "10.0.0.2:40000", to = "192.0.2.7:443" }
local inbound = machine:accept { "tcp", from = "192.0.2.8:50000", to = "10.0.0.2:8080" }
local v6 = machine:connect { "udp", from = "[fe80::215:5dff:fe00:102]:40001", to = "[2001:db8::7]:53" }
for _, connection in ipairs { out, inbound, v6 } do
	connection:send("request")
	connection:receive("answer")
end
out:close()
handles[3]:close()
inbound:close()
v6:close()
for index, handle in ipairs(handles) do
	if index ~= 3 then
		handle:close()
	end
end
machine:settle(1000)
expect.equal(driver:unload(), "done")
expect.verdict "pass"
