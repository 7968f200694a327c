-- WinDivert 2.2, spoken to as its DLL does: divert web traffic, put it back, watch flows.
-- A program asks for: device, INITIALIZE, STARTUP with a compiled filter, then RECV and SEND.

local function ctl_code(number, method, access)
	return 0x12 << 16 | access << 14 | number << 2 | method -- FILE_DEVICE_NETWORK
end
local IN_DIRECT, OUT_DIRECT, READ, READ_WRITE = 1, 2, 1, 3
local INITIALIZE = ctl_code(0x921, OUT_DIRECT, READ_WRITE)
local STARTUP = ctl_code(0x922, IN_DIRECT, READ_WRITE)
local RECV = ctl_code(0x923, OUT_DIRECT, READ)
local SEND = ctl_code(0x924, IN_DIRECT, READ_WRITE)

local LAYER_NETWORK, LAYER_FLOW = 0, 2
local FLAG_SNIFF, FLAG_RECV_ONLY = 1, 4
local EVENT_NETWORK_PACKET, EVENT_FLOW_ESTABLISHED = 0, 1
local MAGIC_DLL, MAGIC_SYS = 0x4C4C447669645724, 0x5359537669645723
local ADDRESS_BYTES = 80

-- One step of a filter program: a field, a test (0 is "equal"), where to go on.
local ACCEPT, REJECT = 0x7FFE, 0x7FFF
local FIELD_ZERO, FIELD_TCP, FIELD_SRC_PORT, FIELD_DST_PORT = 0, 8, 38, 39
local function step(field, value, success, failure)
	return string.pack("<I4I4I4I4I4I4", field | success << 16, failure, value, 0, 0, 0)
end
local WEB = step(FIELD_TCP, 1, 1, REJECT)
	.. step(FIELD_DST_PORT, 80, ACCEPT, 2)
	.. step(FIELD_SRC_PORT, 80, ACCEPT, REJECT)
local EVERYTHING = step(FIELD_ZERO, 0, ACCEPT, REJECT)
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

-- RECV fills a packet buffer and, through pointers in its input, an address.
local function begin_receive(client, handle)
	local address = client:memory(ADDRESS_BYTES)
	local length = client:memory(string.pack("<I4", ADDRESS_BYTES))
	local input = string.pack("<I8I8", address:address(), length:address())
	return handle:begin_ioctl(RECV, input, 2048), address
end

local function receive(client, handle)
	local operation, address = begin_receive(client, handle)
	local how, bytes = operation:wait()
	expect.status("SUCCESS", how, "RECV")
	return bytes, address
end

local function reinject(handle, bytes, address)
	local how = handle:ioctl(SEND, string.pack("<I8I8", address:address(), ADDRESS_BYTES), bytes)
	expect.status("SUCCESS", how, "SEND")
end

local function address_facts(address)
	local bits = string.unpack("<I4", address:get(8, 4))
	return { layer = bits & 0xff, event = bits >> 8 & 0xff, outbound = bits >> 17 & 1 == 1 }
end

local function only(packets, bytes, what)
	expect.equal(#packets, 1, what .. ": packets")
	expect.equal(packets[1], bytes, what)
end

local driver = machine:load "WinDivert64.sys"
if driver.status ~= status.SUCCESS then
	expect(not driver.loaded)
	return
end

local HERE, WEB_SERVER, OTHER = "10.0.0.2", "192.0.2.7:80", "192.0.2.7:443"
local client = machine:client("divert.exe", 4100)
local handle = divert(client, LAYER_NETWORK, 0, WEB, IN_AND_OUT_V4)

-- What does not match passes at once, both ways.
local passes = packet.tcp { from = HERE .. ":40001", to = OTHER, flags = "S", seq = 100 }
machine:send(passes)
only(machine:sent(), passes, "a packet that does not match leaves")
passes = packet.udp { from = "192.0.2.9:53", to = HERE .. ":40002", payload = "not for you" }
machine:receive(passes)
only(machine:delivered(), passes, "a packet that does not match arrives")

-- What matches waits for us, and goes on when we put it back.
local out = packet.tcp { from = HERE .. ":40003", to = WEB_SERVER, flags = "S", seq = 7 }
expect.equal(machine:send(out), "absorbed", "outbound")
expect.equal(#machine:sent(), 0, "a diverted packet does not leave")
local bytes, address = receive(client, handle)
expect.equal(bytes, out, "the diverted packet")
local facts = address_facts(address)
expect.equal(facts.layer, LAYER_NETWORK, "layer")
expect.equal(facts.event, EVENT_NETWORK_PACKET, "event")
expect(facts.outbound, "it is outbound")
reinject(handle, bytes, address)
only(machine:sent(), out, "the packet that was put back leaves")

-- The same inbound, with the read waiting before the packet comes.
local waits
waits, address = begin_receive(client, handle)
expect.equal(waits.done, false, "a read with nothing to read waits")
local back = packet.tcp { from = WEB_SERVER, to = HERE .. ":40003", flags = "SA", seq = 9, ack = 8 }
expect.equal(machine:receive(back), "absorbed", "inbound")
local how
how, bytes = waits:wait()
expect.status("SUCCESS", how, "the read that waited")
expect.equal(bytes, back, "the diverted packet")
expect(not address_facts(address).outbound, "it is inbound")
reinject(handle, bytes, address)
only(machine:delivered(), back, "the packet that was put back arrives")

-- Flows: one is established, and its event says so.
local flows = divert(client, LAYER_FLOW, FLAG_SNIFF | FLAG_RECV_ONLY, EVERYTHING,
	IN_AND_OUT_V4 | 0x100)
waits, address = begin_receive(client, flows)
local connection, why = machine:connect { "tcp", from = HERE .. ":40004", to = OTHER }
expect(connection, "connect: " .. tostring(why))
expect.status("SUCCESS", waits:wait(), "the flow event")
expect.equal(address_facts(address).event, EVENT_FLOW_ESTABLISHED, "event")
local local_port, remote_port, protocol = string.unpack("<I2I2B", address:get(68, 5))
expect.equal(local_port, 40004, "local port")
expect.equal(remote_port, 443, "remote port")
expect.equal(protocol, 6, "protocol")
connection:send("hello")
connection:close()

flows:close()
handle:close()
machine:settle(100)
expect.equal(driver:unload(), "done")
expect.verdict "pass"
