-- driver: wfp_pends
-- arguments: --expect --schedules 200 --faults
-- journal: FwpsPendOperation0 = 0x0
-- journal: FwpsCompleteOperation0
-- prints: pass: it unloads, and nothing is left behind
-- A thread of the driver's decides about connections; some are still undecided when it unloads.
local driver = machine:load()
if not driver.loaded then
	return
end
local out = machine:connect { "tcp", from = "10.0.0.2:40000", to = "192.0.2.7:443" }
machine:settle(100)
expect(out and out.open, "the connection was permitted in the end")
out:send("question")
local inward = machine:accept { "tcp", from = "192.0.2.7:50000", to = "10.0.0.2:8080" }
machine:receive(packet.udp { from = "192.0.2.7:53", to = "10.0.0.2:40001", payload = "answer" })
machine:settle(100)
for port = 41000, 41003 do
	machine:begin_send(packet.tcp { from = "10.0.0.2:" .. port, to = "192.0.2.7:80", flags = "S" })
	machine:begin_receive(packet.udp { from = "192.0.2.7:53", to = "10.0.0.2:" .. port, payload = "late" })
end
expect.equal(driver:unload(), "done")
machine:settle(1000)
expect.left {}
