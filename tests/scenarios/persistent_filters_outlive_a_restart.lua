-- driver: engine_watch
-- arguments: --expect --schedules 50
-- prints: pass: it unloads, and nothing is left behind
-- Nobody unloads a driver when the machine shuts down; what is persistent meets the next load.
machine:file("C:\\kept.txt", "kept")
machine:registry { ["\\Registry\\Machine\\Software\\Kept"] = { number = 7, text = "kept" } }
local driver = machine:load()
if not driver.loaded then
	return
end
expect.left {}
local out = packet.udp { from = "10.0.0.2:4000", to = "192.0.2.7:53", payload = "x" }
local back = packet.udp { from = "192.0.2.7:53", to = "10.0.0.2:4000", payload = "y" }
expect.equal(machine:receive(back), "blocked")
local client = machine:client("reader.exe")
local before = machine:time()
machine:registry_set("\\Registry\\Machine\\Software\\Kept", "late", "too")
machine:restart()
expect.equal(pcall(client.exit, client), false)
expect(machine:time() >= before)
expect.equal(machine:file_get("C:\\kept.txt"), "kept")
expect.equal(machine:registry_get("\\Registry\\Machine\\Software\\Kept", "number"), 7)
expect.equal(machine:registry_get("\\Registry\\Machine\\Software\\Kept", "late"), "too")
expect.equal(machine:send(out), "permitted")
expect.equal(machine:receive(back), "permitted", "nobody registered its callout")
driver = machine:load_again()
expect.status("SUCCESS", driver.status)
expect.equal(machine:send(out), "blocked")
expect.equal(machine:receive(back), "blocked")
expect.equal(driver:unload(), "done")
machine:restart { bfe = false }
driver = machine:load_again()
expect.equal(machine:receive(back), "permitted", "no persistent filter before the engine runs")
machine:start_bfe()
expect.equal(machine:receive(back), "blocked")
expect.equal(machine:send(out), "blocked")
expect.equal(driver:unload(), "done")
