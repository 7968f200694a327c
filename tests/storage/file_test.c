/* Files, as the pages of ZwCreateFile, ZwReadFile and their kin describe them. */
#include "../registry/bench_registry.h"

#include "nt/file.h"
#include "storage/exports.h"

#include <string.h>

NTAPI NTSTATUS ZwCreateFile(HANDLE *, ACCESS_MASK, OBJECT_ATTRIBUTES *, IO_STATUS_BLOCK *,
    LARGE_INTEGER *, ULONG, ULONG, ULONG, ULONG, PVOID, ULONG);
NTAPI NTSTATUS ZwReadFile(
    HANDLE, HANDLE, PVOID, PVOID, IO_STATUS_BLOCK *, PVOID, ULONG, LARGE_INTEGER *, ULONG *);
NTAPI NTSTATUS ZwWriteFile(
    HANDLE, HANDLE, PVOID, PVOID, IO_STATUS_BLOCK *, PVOID, ULONG, LARGE_INTEGER *, ULONG *);
NTAPI NTSTATUS ZwQueryInformationFile(
    HANDLE, IO_STATUS_BLOCK *, PVOID, ULONG, FILE_INFORMATION_CLASS);
NTAPI NTSTATUS ZwSetInformationFile(
    HANDLE, IO_STATUS_BLOCK *, PVOID, ULONG, FILE_INFORMATION_CLASS);
NTAPI NTSTATUS ZwDeleteFile(OBJECT_ATTRIBUTES *);

#define ALL (GENERIC_READ | GENERIC_WRITE | DELETE | SYNCHRONIZE)
#define FILE_X "\\??\\C:\\Windows\\x.txt"

static IO_STATUS_BLOCK result;

static int
storage_fresh(void **state)
{
	registry_fresh(state);
	storage_start();
	return 0;
}

static NTSTATUS
create(const char *path, ACCESS_MASK access, ULONG share, ULONG disposition, ULONG options,
    HANDLE *file)
{
	OBJECT_ATTRIBUTES attributes = named(NULL, path);

	return ZwCreateFile(file, access, &attributes, &result, NULL, FILE_ATTRIBUTE_NORMAL, share,
	    disposition, options, NULL, 0);
}

static NTSTATUS
create_alone(const char *path, ULONG disposition, HANDLE *file)
{
	return create(path, ALL, 0, disposition, FILE_SYNCHRONOUS_IO_NONALERT, file);
}

TEST(what_is_written_is_read_until_the_end)
{
	LARGE_INTEGER start = { 0 };
	char bytes[16] = "";
	HANDLE file;

	CHECK_EQ(create_alone(FILE_X, FILE_CREATE, &file), STATUS_SUCCESS);
	CHECK_EQ(result.Information, FILE_CREATED);
	CHECK_EQ(ZwWriteFile(file, NULL, NULL, NULL, &result, "hello", 5, NULL, NULL), 0);
	CHECK_EQ(result.Information, 5);
	CHECK_EQ(
	    ZwReadFile(file, NULL, NULL, NULL, &result, bytes, 16, NULL, NULL), STATUS_END_OF_FILE);
	CHECK_EQ(ZwReadFile(file, NULL, NULL, NULL, &result, bytes, 16, &start, NULL), 0);
	CHECK_EQ(result.Information, 5);
	CHECK_STR(bytes, "hello");
	CHECK_EQ(ZwClose(file), STATUS_SUCCESS);
	CHECK_EQ(ledger_count(HOLDING_HANDLE), 0);
	CHECK_EQ(create_alone("\\SystemRoot\\X.TXT", FILE_OPEN, &file), STATUS_SUCCESS);
}

TEST(a_name_is_missing_or_its_path_is)
{
	HANDLE file;

	CHECK_EQ(create_alone(FILE_X, FILE_OPEN, &file), STATUS_OBJECT_NAME_NOT_FOUND);
	CHECK_EQ(create_alone(FILE_X, FILE_OVERWRITE, &file), STATUS_OBJECT_NAME_NOT_FOUND);
	CHECK_EQ(create_alone("\\??\\C:\\none\\x.txt", FILE_CREATE, &file),
	    STATUS_OBJECT_PATH_NOT_FOUND);
	CHECK_EQ(create_alone("\\??\\C:\\a*b", FILE_CREATE, &file), STATUS_OBJECT_NAME_INVALID);
	CHECK_EQ(create_alone(FILE_X, FILE_CREATE, &file), STATUS_SUCCESS);
	CHECK_EQ(create(FILE_X, ALL, 7, FILE_CREATE, 0, &file), STATUS_OBJECT_NAME_COLLISION);
}

TEST(openers_share_what_each_allows)
{
	HANDLE first, second;

	CHECK_EQ(
	    create(FILE_X, GENERIC_READ | GENERIC_WRITE, FILE_SHARE_READ, FILE_CREATE, 0, &first),
	    0);
	CHECK_EQ(create(FILE_X, GENERIC_READ, FILE_SHARE_READ, FILE_OPEN, 0, &second),
	    STATUS_SHARING_VIOLATION);
	CHECK_EQ(create(FILE_X, GENERIC_WRITE, 7, FILE_OPEN, 0, &second), STATUS_SHARING_VIOLATION);
	CHECK_EQ(create(FILE_X, GENERIC_READ, 7, FILE_OPEN, 0, &second), STATUS_SUCCESS);
}

TEST(a_directory_is_no_file)
{
	HANDLE file;
	char byte;

	CHECK_EQ(create("\\SystemRoot\\System32", GENERIC_READ, 7, FILE_OPEN,
		     FILE_NON_DIRECTORY_FILE, &file),
	    STATUS_FILE_IS_A_DIRECTORY);
	CHECK_EQ(create_alone(FILE_X, FILE_CREATE, &file), STATUS_SUCCESS);
	CHECK_EQ(
	    create(FILE_X, 0, 7, FILE_OPEN, FILE_DIRECTORY_FILE, &file), STATUS_NOT_A_DIRECTORY);
	CHECK_EQ(create("\\SystemRoot", GENERIC_READ, 7, FILE_OPEN, FILE_DIRECTORY_FILE, &file),
	    STATUS_SUCCESS);
	CHECK_EQ(ZwReadFile(file, NULL, NULL, NULL, &result, &byte, 1, NULL, NULL),
	    STATUS_INVALID_DEVICE_REQUEST);
	CHECK_EQ(
	    create(FILE_X, 0, 7, FILE_OPEN, FILE_DIRECTORY_FILE | FILE_NON_DIRECTORY_FILE, &file),
	    STATUS_INVALID_PARAMETER);
}

TEST(a_handle_must_grant_what_is_done_with_it)
{
	HANDLE file;
	char byte = 0;

	CHECK_EQ(create_alone(FILE_X, FILE_CREATE, &file), STATUS_SUCCESS);
	CHECK_EQ(ZwClose(file), STATUS_SUCCESS);
	CHECK_EQ(create(FILE_X, GENERIC_READ, 7, FILE_OPEN, 0, &file), STATUS_SUCCESS);
	CHECK_EQ(
	    ZwWriteFile(file, NULL, NULL, NULL, &result, &byte, 1, &(LARGE_INTEGER){ 0 }, NULL),
	    STATUS_ACCESS_DENIED);
	CHECK_EQ(ZwReadFile(file, NULL, NULL, NULL, &result, &byte, 1, NULL, NULL),
	    STATUS_INVALID_PARAMETER); /* no position without FILE_SYNCHRONOUS_IO_… */
	CHECK_EQ(ZwReadFile(NULL, NULL, NULL, NULL, &result, &byte, 1, NULL, NULL),
	    STATUS_INVALID_HANDLE);
}

TEST(a_size_is_told_and_set)
{
	FILE_STANDARD_INFORMATION told;
	LARGE_INTEGER size = { .QuadPart = 3 };
	HANDLE file;

	CHECK_EQ(create_alone(FILE_X, FILE_CREATE, &file), STATUS_SUCCESS);
	CHECK_EQ(ZwWriteFile(file, NULL, NULL, NULL, &result, "hello", 5, NULL, NULL), 0);
	CHECK_EQ(ZwSetInformationFile(file, &result, &size, 8, FileEndOfFileInformation), 0);
	CHECK_EQ(ZwQueryInformationFile(file, &result, &told, sizeof told, FileStandardInformation),
	    STATUS_SUCCESS);
	CHECK_EQ(told.EndOfFile.QuadPart, 3);
	CHECK_EQ(told.Directory, FALSE);
	CHECK_EQ(ZwQueryInformationFile(file, &result, &told, 8, FileStandardInformation),
	    STATUS_INFO_LENGTH_MISMATCH);
}

TEST(a_deleted_file_goes_with_its_last_handle)
{
	OBJECT_ATTRIBUTES attributes = named(NULL, FILE_X);
	BOOLEAN delete = TRUE;
	HANDLE file, other;

	CHECK_EQ(create(FILE_X, ALL, 7, FILE_CREATE, 0, &file), STATUS_SUCCESS);
	CHECK_EQ(create(FILE_X, ALL, 7, FILE_OPEN, 0, &other), STATUS_SUCCESS);
	CHECK_EQ(ZwSetInformationFile(file, &result, &delete, 1, FileDispositionInformation), 0);
	CHECK_EQ(ZwClose(file), STATUS_SUCCESS);
	CHECK_EQ(create(FILE_X, ALL, 7, FILE_OPEN, 0, &file), STATUS_DELETE_PENDING);
	CHECK_EQ(ZwClose(other), STATUS_SUCCESS);
	CHECK_EQ(create(FILE_X, ALL, 7, FILE_OPEN, 0, &file), STATUS_OBJECT_NAME_NOT_FOUND);
	CHECK_EQ(create(FILE_X, ALL, 7, FILE_CREATE, 0, &file), STATUS_SUCCESS);
	CHECK_EQ(ZwClose(file), STATUS_SUCCESS);
	CHECK_EQ(ZwDeleteFile(&attributes), STATUS_SUCCESS);
	CHECK_EQ(ZwDeleteFile(&attributes), STATUS_OBJECT_NAME_NOT_FOUND);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test_setup(what_is_written_is_read_until_the_end, storage_fresh),
		cmocka_unit_test_setup(a_name_is_missing_or_its_path_is, storage_fresh),
		cmocka_unit_test_setup(openers_share_what_each_allows, storage_fresh),
		cmocka_unit_test_setup(a_directory_is_no_file, storage_fresh),
		cmocka_unit_test_setup(a_handle_must_grant_what_is_done_with_it, storage_fresh),
		cmocka_unit_test_setup(a_size_is_told_and_set, storage_fresh),
		cmocka_unit_test_setup(a_deleted_file_goes_with_its_last_handle, storage_fresh),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
