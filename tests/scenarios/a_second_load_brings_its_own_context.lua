-- driver: stale_context_deletes
-- arguments: --expect --schedules 20
-- prints: pass: it unloads, and nothing is left behind
local driver = machine:load()
if not driver.loaded then
	return
end
local out = packet.udp { from = "10.0.0.2:4000", to = "192.0.2.7:53", payload = "x" }
expect.equal(machine:send(out), "permitted")
expect.equal(driver:unload(), "done")
driver = machine:load_again()
expect.equal(machine:send(out), "permitted")
expect.equal(driver:unload(), "done")
