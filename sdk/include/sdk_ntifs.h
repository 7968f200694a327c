/*
 * What mingw-w64's ntifs.h lacks, by noun.  Part of ntifs.h; a driver does not include it.
 * [ddi: ntifs]
 */
#ifndef SDK_NTIFS_MORE_H
#define SDK_NTIFS_MORE_H

#ifdef __cplusplus
extern "C" {
#endif

/* ---- processes and threads ---------------------------------------------------- */

SDK_NT PEPROCESS NTAPI PsGetThreadProcess(PETHREAD Thread);

/* ---- security ------------------------------------------------------------------ */

SDK_NT NTSTATUS NTAPI RtlAddAccessDeniedAce(PACL Acl, ULONG AceRevision, ACCESS_MASK AccessMask,
    PSID Sid);
SDK_NT NTSTATUS NTAPI RtlAddAccessDeniedAceEx(PACL Acl, ULONG AceRevision, ULONG AceFlags,
    ACCESS_MASK AccessMask, PSID Sid);
SDK_NT VOID NTAPI SeCaptureSubjectContextEx(PETHREAD Thread, PEPROCESS Process,
    PSECURITY_SUBJECT_CONTEXT SubjectContext);

/* ---- the run-time library ------------------------------------------------------ */

SDK_NT BOOLEAN NTAPI RtlPrefixString(const STRING *String1, const STRING *String2,
    BOOLEAN CaseInSensitive);

#ifdef __cplusplus
}
#endif

#endif /* SDK_NTIFS_MORE_H */
