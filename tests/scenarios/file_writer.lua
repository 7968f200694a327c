-- driver: file_writer
-- exit: 0
-- arguments: --schedules 20 --faults
machine:file("C:\\Windows\\input.txt", "forty-two")
local driver = machine:load()
if driver.loaded then
	expect.equal(machine:file_get("C:\\Windows\\output.txt"), "forty-two")
	expect.equal(driver:unload(), "done")
	expect.left {}
end
