-- driver: boot_block
-- arguments: --expect --schedules 20
-- prints: pass: it unloads, and nothing is left behind
-- Boot-time filters are in force from the start of TCP/IP until the filter engine's service runs,
-- with no gap to the persistent ones.  [win32:basic-operation]
local out = packet.udp { from = "10.0.0.2:4000", to = "192.0.2.7:53", payload = "x" }
local back = packet.udp { from = "192.0.2.7:53", to = "10.0.0.2:4000", payload = "y" }
local driver = machine:load()
expect.status("SUCCESS", driver.status)
expect.left {}
expect.equal(machine:send(out), "permitted", "a boot-time filter waits while the engine runs")
expect.equal(machine:receive(back), "blocked")
machine:restart { bfe = false }
expect.equal(machine:send(out), "blocked", "and needs no driver")
expect.equal(machine:receive(back), "blocked")
driver = machine:load_again()
expect.status("SUCCESS", driver.status)
expect.equal(machine:send(out), "blocked")
machine:start_bfe()
expect.equal(machine:send(out), "permitted")
expect.equal(machine:receive(back), "blocked")
expect.equal(driver:unload(), "done")
machine:restart()
expect.equal(machine:send(out), "permitted")
expect.equal(machine:receive(back), "blocked")
machine:restart { bfe = false }
expect.equal(machine:send(out), "blocked", "boot-time filters outlive every start")
expect.equal(machine:receive(back), "blocked")
machine:start_bfe()
expect.equal(machine:load_again():unload(), "done")
