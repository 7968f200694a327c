-- driver: wdm wdf
-- exit: 0
-- What a driver gave back it can take again.
local driver = machine:load()
if not driver.loaded then
	return
end
for _ = 1, 3 do
	expect.equal(driver:unload(), "done")
	driver = machine:load_again()
	expect.status("SUCCESS", driver.status, "another load")
end
expect.equal(driver:unload(), "done")
expect.left {}
