/*
 * What is told of files, and asked of them.  FILE_STANDARD_INFORMATION stands in nt/io.h.
 */
#ifndef NT_FILE_H
#define NT_FILE_H

#include "nt/io.h"

typedef enum _FILE_INFORMATION_CLASS {
	FileBasicInformation = 4,
	FileStandardInformation = 5,
	FileNameInformation = 9,
	FileDispositionInformation = 13,
	FilePositionInformation = 14,
	FileEndOfFileInformation = 20,
	FileMaximumInformation = 85,
} FILE_INFORMATION_CLASS;

/* ByteOffset of a write; the high part is -1.  [ddi:ZwWriteFile] */
#define FILE_WRITE_TO_END_OF_FILE 0xffffffff
#define FILE_USE_FILE_POINTER_POSITION 0xfffffffe

typedef struct _FILE_BASIC_INFORMATION {
	LARGE_INTEGER CreationTime;
	LARGE_INTEGER LastAccessTime;
	LARGE_INTEGER LastWriteTime;
	LARGE_INTEGER ChangeTime;
	ULONG FileAttributes;
} FILE_BASIC_INFORMATION;

typedef struct _FILE_NAME_INFORMATION {
	ULONG FileNameLength;
	WCHAR FileName[1];
} FILE_NAME_INFORMATION;

NT_AT(FILE_BASIC_INFORMATION, ChangeTime, 0x18);
NT_AT(FILE_BASIC_INFORMATION, FileAttributes, 0x20);
NT_SIZE(FILE_BASIC_INFORMATION, 0x28);
NT_AT(FILE_NAME_INFORMATION, FileName, 0x04);
NT_SIZE(FILE_NAME_INFORMATION, 0x08);
NT_AT(FILE_STANDARD_INFORMATION, EndOfFile, 0x08);
NT_AT(FILE_STANDARD_INFORMATION, DeletePending, 0x14);
NT_SIZE(FILE_STANDARD_INFORMATION, 0x18);

#endif
