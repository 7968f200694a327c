-- WinDivert 2.2: a flow handle is closed while flows are being established.
-- A classify holds a reference to the file object; when it is the last, the object's destroy
-- callback runs inside the classify and unregisters the very callout that is running.  At
-- DISPATCH_LEVEL the framework puts it off to a work item; at PASSIVE_LEVEL it does not.

local function ctl_code(number, method, access)
	return 0x12 << 16 | access << 14 | number << 2 | method -- FILE_DEVICE_NETWORK
end
local IN_DIRECT, OUT_DIRECT, READ_WRITE = 1, 2, 3
local INITIALIZE = ctl_code(0x921, OUT_DIRECT, READ_WRITE)
local STARTUP = ctl_code(0x922, IN_DIRECT, READ_WRITE)

local LAYER_FLOW = 2
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
local handle = divert(client, LAYER_FLOW, SNIFF_AND_RECV_ONLY, EVERYTHING, ALL)
for port = 1, 3 do
	machine:begin_send(packet.udp { from = "10.0.0.2:" .. 40000 + port, to = "192.0.2.7:53", payload = "?" })
end
handle:close()
machine:settle(1000)
expect.equal(driver:unload(), "done")
