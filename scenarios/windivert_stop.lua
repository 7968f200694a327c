-- WinDivert 2.2: a program ends, and the service is stopped at once, as `sc stop` in a script does.
-- The driver's close event waits in a work item of its own, and holds the file object; unload
-- does not wait for it.  Under some schedules the sublayers are then still in use when unload
-- deletes them, stay behind, and keep the driver from loading again.

local function ctl_code(number, method, access)
	return 0x12 << 16 | access << 14 | number << 2 | method -- FILE_DEVICE_NETWORK
end
local IN_DIRECT, OUT_DIRECT, READ_WRITE = 1, 2, 3
local INITIALIZE = ctl_code(0x921, OUT_DIRECT, READ_WRITE)
local STARTUP = ctl_code(0x922, IN_DIRECT, READ_WRITE)

local LAYER_NETWORK = 0
local MAGIC_DLL = 0x4C4C447669645724

-- One step of a filter program: a field, a test (0 is "equal"), where to go on.
local ACCEPT, REJECT = 0x7FFE, 0x7FFF
local FIELD_ZERO, FIELD_TCP, FIELD_SRC_PORT, FIELD_DST_PORT = 0, 8, 38, 39
local function step(field, value, success, failure)
	return string.pack("<I4I4I4I4I4I4", field | success << 16, failure, value, 0, 0, 0)
end
local WEB = step(FIELD_TCP, 1, 1, REJECT)
	.. step(FIELD_DST_PORT, 80, ACCEPT, 2)
	.. step(FIELD_SRC_PORT, 80, ACCEPT, REJECT)
local IN_AND_OUT_V4 = 0x10 | 0x20 | 0x40 -- what the filter can match

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
local handle = divert(client, LAYER_NETWORK, 0, WEB, IN_AND_OUT_V4)
machine:send(packet.udp { from = "10.0.0.2:40000", to = "192.0.2.7:53", payload = "?" })
handle:close()
expect.equal(driver:unload(), "done")
local again = machine:load_again()
log("the second load: " .. status.name(again.status))
again:unload()
