-- driver: engine_watch
-- arguments: --expect --schedules 50
-- prints: pass: it unloads, and nothing is left behind
-- Filters go with the engine; persistent ones come again, and so does what the driver adds when it hears of it.
local driver = machine:load()
if not driver.loaded then
	return
end
expect.left {}
local out = packet.udp { from = "10.0.0.2:4000", to = "192.0.2.7:53", payload = "x" }
local back = packet.udp { from = "192.0.2.7:53", to = "10.0.0.2:4000", payload = "y" }
expect.equal(machine:send(out), "blocked")
expect.equal(machine:receive(back), "blocked")
expect(machine:stop_bfe())
expect.equal(machine:send(out), "permitted")
expect.equal(machine:receive(back), "permitted")
expect(machine:start_bfe())
expect.equal(machine:send(out), "blocked")
expect.equal(machine:receive(back), "blocked")
expect.equal(driver:unload(), "done")
expect.equal(machine:send(out), "permitted")
expect.equal(machine:receive(back), "permitted", "its callout is gone")
