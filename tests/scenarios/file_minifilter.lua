-- driver: file_minifilter
-- exit: 0
-- arguments: --schedules 10 --faults
local driver = machine:load()
if driver.loaded then
	expect.equal(driver:unload(), "done")
	expect.left {}
end
