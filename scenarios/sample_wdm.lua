-- samples/wdm: counts packets and flows, sends a clone of each UDP packet to port 9999 in
-- its place, and tells a waiting program of the next flow.

local function ctl_code(number)
	return 0x12 << 16 | 1 << 14 | number << 2 -- FILE_DEVICE_NETWORK, FILE_READ_DATA, METHOD_BUFFERED
end
local COUNTERS, WAIT_FLOW = ctl_code(0x800), ctl_code(0x801)
local DEVICE = "\\\\.\\DrydockSampleWdm"
local HERE, THERE = "10.0.0.2", "192.0.2.7"

local function counters(handle)
	local how, bytes = handle:ioctl(COUNTERS, nil, 40)
	expect.status("SUCCESS", how, "COUNTERS")
	local seen, sent, failed, flows_seen, flows_open = string.unpack("<i8i8i8i8i8", bytes)
	return { seen = seen, sent = sent, failed = failed, flows_seen = flows_seen,
		flows_open = flows_open }
end

local function datagram(port)
	return packet.udp { from = HERE .. ":40000", to = THERE .. ":" .. port, payload = "datagram" }
end

local driver = machine:load "wdm.sys"
if driver.status ~= status.SUCCESS then
	return
end
local client = machine:client("reader.exe", 4200)
local handle, refused = client:open(DEVICE)
expect(handle, "open: " .. status.name(refused or 0))

-- A packet to port 9999 leaves as a clone, any other as it is.
expect.equal(machine:send(datagram(53)), "permitted")
expect.equal(#machine:sent(), 1, "packets that left")
expect.equal(machine:send(datagram(9999)), "absorbed")
local left = machine:sent()
expect.equal(#left, 1, "clones that left")
expect.equal(left[1], datagram(9999), "the clone")
machine:settle(50)
local counts = counters(handle)
expect.equal(counts.sent, 1, "clones sent")
expect.equal(counts.failed, 0, "clones failed")

-- A program that waits hears of the next flow.
local flows_before = counts.flows_seen
local waits = handle:begin_ioctl(WAIT_FLOW, nil, 64)
expect.equal(waits.done, false, "it waits")
local connection = machine:connect { "tcp", from = HERE .. ":40001", to = THERE .. ":443" }
expect(connection, "connect")
local how, event = waits:wait()
expect.status("SUCCESS", how, "WAIT_FLOW")
local id, local_address, remote_address, local_port, remote_port, protocol =
	string.unpack("<I8I4I4I2I2B", event)
expect(id ~= 0, "a flow has an id")
expect.equal(local_address, 0x0a000002, "local address")
expect.equal(remote_address, 0xc0000207, "remote address")
expect.equal(local_port, 40001, "local port")
expect.equal(remote_port, 443, "remote port")
expect.equal(protocol, 6, "protocol")
expect.equal(counters(handle).flows_seen, flows_before + 1, "flows seen")

-- A wait can be cancelled; one that is left goes with its handle.
waits = handle:begin_ioctl(WAIT_FLOW, nil, 64)
expect.status("CANCELLED", waits:cancel(), "a cancelled wait")
waits = handle:begin_ioctl(WAIT_FLOW, nil, 64)
handle:close()
expect.status("CANCELLED", waits:wait(), "the wait of a closed handle")

-- The connection outlives the driver.
expect.equal(driver:unload(), "done")
expect.equal(connection:send("still here"), "permitted")
connection:close()
expect.verdict "pass"
