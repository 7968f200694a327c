-- driver: process_no_integrity
-- exit: 4
-- Windows: STATUS_ACCESS_DENIED without IMAGE_DLLCHARACTERISTICS_FORCE_INTEGRITY.
local driver = machine:load()
expect.status("STATUS_ACCESS_DENIED", driver.status)
