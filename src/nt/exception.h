/*
 * Exceptions on x64: the record, the machine's context, and what language handlers
 * are given when a frame is unwound.
 *
 * Windows: a handler named by UNWIND_INFO is called with the record, the frame it
 *   established, the context and a DISPATCHER_CONTEXT.  [ntifs.h, learn:exception-handling-x64]
 */
#ifndef NT_EXCEPTION_H
#define NT_EXCEPTION_H

#include "nt/pe.h"
#include "nt/types.h"

#define EXCEPTION_NONCONTINUABLE 0x1
#define EXCEPTION_UNWINDING 0x2
#define EXCEPTION_EXIT_UNWIND 0x4
#define EXCEPTION_STACK_INVALID 0x8
#define EXCEPTION_NESTED_CALL 0x10
#define EXCEPTION_TARGET_UNWIND 0x20
#define EXCEPTION_COLLIDED_UNWIND 0x40
#define EXCEPTION_UNWIND 0x66
#define EXCEPTION_MAXIMUM_PARAMETERS 15

/* What a filter expression returns. */
#define EXCEPTION_EXECUTE_HANDLER 1
#define EXCEPTION_CONTINUE_SEARCH 0
#define EXCEPTION_CONTINUE_EXECUTION (-1)

#define CONTEXT_AMD64 0x00100000
#define CONTEXT_CONTROL (CONTEXT_AMD64 | 0x1)
#define CONTEXT_INTEGER (CONTEXT_AMD64 | 0x2)
#define CONTEXT_SEGMENTS (CONTEXT_AMD64 | 0x4)
#define CONTEXT_FLOATING_POINT (CONTEXT_AMD64 | 0x8)
#define CONTEXT_FULL (CONTEXT_CONTROL | CONTEXT_INTEGER | CONTEXT_FLOATING_POINT)

typedef enum _EXCEPTION_DISPOSITION {
	ExceptionContinueExecution = 0,
	ExceptionContinueSearch = 1,
	ExceptionNestedException = 2,
	ExceptionCollidedUnwind = 3,
} EXCEPTION_DISPOSITION;

typedef struct NT_ALIGN(16) _M128A {
	ULONGLONG Low;
	LONGLONG High;
} M128A, *PM128A;

typedef struct NT_ALIGN(16) _XSAVE_FORMAT {
	USHORT ControlWord;
	USHORT StatusWord;
	UCHAR TagWord;
	UCHAR Reserved1;
	USHORT ErrorOpcode;
	ULONG ErrorOffset;
	USHORT ErrorSelector;
	USHORT Reserved2;
	ULONG DataOffset;
	USHORT DataSelector;
	USHORT Reserved3;
	ULONG MxCsr;
	ULONG MxCsr_Mask;
	M128A FloatRegisters[8];
	M128A XmmRegisters[16];
	UCHAR Reserved4[96];
} XSAVE_FORMAT, *PXSAVE_FORMAT;

typedef struct NT_ALIGN(16) _CONTEXT {
	ULONG64 P1Home;
	ULONG64 P2Home;
	ULONG64 P3Home;
	ULONG64 P4Home;
	ULONG64 P5Home;
	ULONG64 P6Home;
	ULONG ContextFlags;
	ULONG MxCsr;
	USHORT SegCs;
	USHORT SegDs;
	USHORT SegEs;
	USHORT SegFs;
	USHORT SegGs;
	USHORT SegSs;
	ULONG EFlags;
	ULONG64 Dr0;
	ULONG64 Dr1;
	ULONG64 Dr2;
	ULONG64 Dr3;
	ULONG64 Dr6;
	ULONG64 Dr7;
	ULONG64 Rax;
	ULONG64 Rcx;
	ULONG64 Rdx;
	ULONG64 Rbx;
	ULONG64 Rsp;
	ULONG64 Rbp;
	ULONG64 Rsi;
	ULONG64 Rdi;
	ULONG64 R8;
	ULONG64 R9;
	ULONG64 R10;
	ULONG64 R11;
	ULONG64 R12;
	ULONG64 R13;
	ULONG64 R14;
	ULONG64 R15;
	ULONG64 Rip;
	XSAVE_FORMAT FltSave; /* xmm6 is FltSave.XmmRegisters[6] */
	M128A VectorRegister[26];
	ULONG64 VectorControl;
	ULONG64 DebugControl;
	ULONG64 LastBranchToRip;
	ULONG64 LastBranchFromRip;
	ULONG64 LastExceptionToRip;
	ULONG64 LastExceptionFromRip;
} CONTEXT, *PCONTEXT;

typedef struct _EXCEPTION_RECORD {
	NTSTATUS ExceptionCode;
	ULONG ExceptionFlags;
	struct _EXCEPTION_RECORD *ExceptionRecord;
	PVOID ExceptionAddress;
	ULONG NumberParameters;
	ULONG_PTR ExceptionInformation[EXCEPTION_MAXIMUM_PARAMETERS];
} EXCEPTION_RECORD, *PEXCEPTION_RECORD;

typedef struct _EXCEPTION_POINTERS {
	PEXCEPTION_RECORD ExceptionRecord;
	PCONTEXT ContextRecord;
} EXCEPTION_POINTERS, *PEXCEPTION_POINTERS;

struct _DISPATCHER_CONTEXT;
typedef EXCEPTION_DISPOSITION(NTAPI *PEXCEPTION_ROUTINE)(PEXCEPTION_RECORD ExceptionRecord,
    PVOID EstablisherFrame, PCONTEXT ContextRecord, struct _DISPATCHER_CONTEXT *DispatcherContext);

typedef struct _DISPATCHER_CONTEXT {
	ULONG64 ControlPc;
	ULONG64 ImageBase;
	PRUNTIME_FUNCTION FunctionEntry;
	ULONG64 EstablisherFrame;
	ULONG64 TargetIp;
	PCONTEXT ContextRecord;
	PEXCEPTION_ROUTINE LanguageHandler;
	PVOID HandlerData;
	PVOID HistoryTable;
	ULONG ScopeIndex;
	ULONG Fill0;
} DISPATCHER_CONTEXT, *PDISPATCHER_CONTEXT;

/* __C_specific_handler's data: Count rows; JumpTarget 0 means a termination handler. */
typedef struct _SCOPE_TABLE_AMD64 {
	ULONG Count;
	struct {
		ULONG BeginAddress;
		ULONG EndAddress;
		ULONG HandlerAddress; /* the filter, or 1: EXCEPTION_EXECUTE_HANDLER */
		ULONG JumpTarget;
	} ScopeRecord[];
} SCOPE_TABLE, *PSCOPE_TABLE;

typedef LONG(NTAPI *PEXCEPTION_FILTER)(
    PEXCEPTION_POINTERS ExceptionPointers, PVOID EstablisherFrame);
typedef void(NTAPI *PTERMINATION_HANDLER)(BOOLEAN AbnormalTermination, PVOID EstablisherFrame);

/* Layouts. */
NT_AT(M128A, Low, 0x00);
NT_AT(M128A, High, 0x08);
NT_SIZE(M128A, 0x10);
NT_AT(XSAVE_FORMAT, ControlWord, 0x00);
NT_AT(XSAVE_FORMAT, StatusWord, 0x02);
NT_AT(XSAVE_FORMAT, TagWord, 0x04);
NT_AT(XSAVE_FORMAT, Reserved1, 0x05);
NT_AT(XSAVE_FORMAT, ErrorOpcode, 0x06);
NT_AT(XSAVE_FORMAT, ErrorOffset, 0x08);
NT_AT(XSAVE_FORMAT, ErrorSelector, 0x0C);
NT_AT(XSAVE_FORMAT, Reserved2, 0x0E);
NT_AT(XSAVE_FORMAT, DataOffset, 0x10);
NT_AT(XSAVE_FORMAT, DataSelector, 0x14);
NT_AT(XSAVE_FORMAT, Reserved3, 0x16);
NT_AT(XSAVE_FORMAT, MxCsr, 0x18);
NT_AT(XSAVE_FORMAT, MxCsr_Mask, 0x1C);
NT_AT(XSAVE_FORMAT, FloatRegisters, 0x20);
NT_AT(XSAVE_FORMAT, XmmRegisters, 0xA0);
NT_AT(XSAVE_FORMAT, Reserved4, 0x1A0);
NT_SIZE(XSAVE_FORMAT, 0x200);
NT_AT(CONTEXT, P1Home, 0x00);
NT_AT(CONTEXT, P2Home, 0x08);
NT_AT(CONTEXT, P3Home, 0x10);
NT_AT(CONTEXT, P4Home, 0x18);
NT_AT(CONTEXT, P5Home, 0x20);
NT_AT(CONTEXT, P6Home, 0x28);
NT_AT(CONTEXT, ContextFlags, 0x30);
NT_AT(CONTEXT, MxCsr, 0x34);
NT_AT(CONTEXT, SegCs, 0x38);
NT_AT(CONTEXT, SegDs, 0x3A);
NT_AT(CONTEXT, SegEs, 0x3C);
NT_AT(CONTEXT, SegFs, 0x3E);
NT_AT(CONTEXT, SegGs, 0x40);
NT_AT(CONTEXT, SegSs, 0x42);
NT_AT(CONTEXT, EFlags, 0x44);
NT_AT(CONTEXT, Dr0, 0x48);
NT_AT(CONTEXT, Dr1, 0x50);
NT_AT(CONTEXT, Dr2, 0x58);
NT_AT(CONTEXT, Dr3, 0x60);
NT_AT(CONTEXT, Dr6, 0x68);
NT_AT(CONTEXT, Dr7, 0x70);
NT_AT(CONTEXT, Rax, 0x78);
NT_AT(CONTEXT, Rcx, 0x80);
NT_AT(CONTEXT, Rdx, 0x88);
NT_AT(CONTEXT, Rbx, 0x90);
NT_AT(CONTEXT, Rsp, 0x98);
NT_AT(CONTEXT, Rbp, 0xA0);
NT_AT(CONTEXT, Rsi, 0xA8);
NT_AT(CONTEXT, Rdi, 0xB0);
NT_AT(CONTEXT, R8, 0xB8);
NT_AT(CONTEXT, R9, 0xC0);
NT_AT(CONTEXT, R10, 0xC8);
NT_AT(CONTEXT, R11, 0xD0);
NT_AT(CONTEXT, R12, 0xD8);
NT_AT(CONTEXT, R13, 0xE0);
NT_AT(CONTEXT, R14, 0xE8);
NT_AT(CONTEXT, R15, 0xF0);
NT_AT(CONTEXT, Rip, 0xF8);
NT_AT(CONTEXT, FltSave, 0x100);
NT_AT(CONTEXT, VectorRegister, 0x300);
NT_AT(CONTEXT, VectorControl, 0x4A0);
NT_AT(CONTEXT, DebugControl, 0x4A8);
NT_AT(CONTEXT, LastBranchToRip, 0x4B0);
NT_AT(CONTEXT, LastBranchFromRip, 0x4B8);
NT_AT(CONTEXT, LastExceptionToRip, 0x4C0);
NT_AT(CONTEXT, LastExceptionFromRip, 0x4C8);
NT_SIZE(CONTEXT, 0x4D0);
NT_AT(EXCEPTION_RECORD, ExceptionCode, 0x00);
NT_AT(EXCEPTION_RECORD, ExceptionFlags, 0x04);
NT_AT(EXCEPTION_RECORD, ExceptionRecord, 0x08);
NT_AT(EXCEPTION_RECORD, ExceptionAddress, 0x10);
NT_AT(EXCEPTION_RECORD, NumberParameters, 0x18);
NT_AT(EXCEPTION_RECORD, ExceptionInformation, 0x20);
NT_SIZE(EXCEPTION_RECORD, 0x98);
NT_AT(EXCEPTION_POINTERS, ExceptionRecord, 0x00);
NT_AT(EXCEPTION_POINTERS, ContextRecord, 0x08);
NT_SIZE(EXCEPTION_POINTERS, 0x10);
NT_AT(DISPATCHER_CONTEXT, ControlPc, 0x00);
NT_AT(DISPATCHER_CONTEXT, ImageBase, 0x08);
NT_AT(DISPATCHER_CONTEXT, FunctionEntry, 0x10);
NT_AT(DISPATCHER_CONTEXT, EstablisherFrame, 0x18);
NT_AT(DISPATCHER_CONTEXT, TargetIp, 0x20);
NT_AT(DISPATCHER_CONTEXT, ContextRecord, 0x28);
NT_AT(DISPATCHER_CONTEXT, LanguageHandler, 0x30);
NT_AT(DISPATCHER_CONTEXT, HandlerData, 0x38);
NT_AT(DISPATCHER_CONTEXT, HistoryTable, 0x40);
NT_AT(DISPATCHER_CONTEXT, ScopeIndex, 0x48);
NT_AT(DISPATCHER_CONTEXT, Fill0, 0x4C);
NT_SIZE(DISPATCHER_CONTEXT, 0x50);
NT_AT(SCOPE_TABLE, Count, 0x00);
NT_AT(SCOPE_TABLE, ScopeRecord, 0x04);
NT_SIZE(SCOPE_TABLE, 0x04);

#endif
