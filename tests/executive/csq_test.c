#include "bench_machine.h"
#include "executive/irp.h"
#include "nt/io_queue.h"
#include "test.h"

NTAPI IRP *IoAllocateIrp(CCHAR StackSize, BOOLEAN ChargeQuota);
NTAPI void IoFreeIrp(IRP *Irp);
NTAPI BOOLEAN IoCancelIrp(IRP *Irp);
NTAPI NTSTATUS IoCsqInitialize(PIO_CSQ Csq, PIO_CSQ_INSERT_IRP CsqInsertIrp,
    PIO_CSQ_REMOVE_IRP CsqRemoveIrp, PIO_CSQ_PEEK_NEXT_IRP CsqPeekNextIrp,
    PIO_CSQ_ACQUIRE_LOCK CsqAcquireLock, PIO_CSQ_RELEASE_LOCK CsqReleaseLock,
    PIO_CSQ_COMPLETE_CANCELED_IRP CsqCompleteCanceledIrp);
NTAPI NTSTATUS IoCsqInitializeEx(PIO_CSQ Csq, PIO_CSQ_INSERT_IRP_EX CsqInsertIrp,
    PIO_CSQ_REMOVE_IRP CsqRemoveIrp, PIO_CSQ_PEEK_NEXT_IRP CsqPeekNextIrp,
    PIO_CSQ_ACQUIRE_LOCK CsqAcquireLock, PIO_CSQ_RELEASE_LOCK CsqReleaseLock,
    PIO_CSQ_COMPLETE_CANCELED_IRP CsqCompleteCanceledIrp);
NTAPI void IoCsqInsertIrp(PIO_CSQ Csq, PIRP Irp, PIO_CSQ_IRP_CONTEXT Context);
NTAPI NTSTATUS IoCsqInsertIrpEx(
    PIO_CSQ Csq, PIRP Irp, PIO_CSQ_IRP_CONTEXT Context, PVOID InsertContext);
NTAPI PIRP IoCsqRemoveIrp(PIO_CSQ Csq, PIO_CSQ_IRP_CONTEXT Context);
NTAPI PIRP IoCsqRemoveNextIrp(PIO_CSQ Csq, PVOID PeekContext);

/* The driver's half: three places, a lock, and what was completed as cancelled. */
static IRP *places[3];
static int inserts, removes, locked;
static IRP *canceled;
static PVOID insert_context;
static IO_CSQ *csq;

static void NTAPI
insert(IO_CSQ *queue, IRP *irp)
{
	(void)queue;
	CHECK_EQ(locked, 1);
	for (int i = 0; i < 3; i++) {
		if (places[i] == NULL) {
			places[i] = irp;
			break;
		}
	}
	inserts++;
}

static NTSTATUS NTAPI
insert_none(IO_CSQ *queue, IRP *irp, PVOID context)
{
	(void)queue, (void)irp;
	insert_context = context;
	return STATUS_DEVICE_BUSY;
}

static void NTAPI
take_out(IO_CSQ *queue, IRP *irp)
{
	(void)queue;
	CHECK_EQ(locked, 1);
	for (int i = 0; i < 3; i++)
		places[i] = places[i] == irp ? NULL : places[i];
	removes++;
}

static IRP *NTAPI
peek(IO_CSQ *queue, IRP *irp, PVOID context)
{
	int i = 0;

	(void)queue, (void)context;
	while (irp != NULL && i < 3 && places[i++] != irp)
		continue;
	for (; i < 3; i++) {
		if (places[i] != NULL)
			return places[i];
	}
	return NULL;
}

static void NTAPI
lock(IO_CSQ *queue, KIRQL *irql)
{
	(void)queue;
	*irql = 0;
	locked++;
}

static void NTAPI
unlock(IO_CSQ *queue, KIRQL irql)
{
	(void)queue;
	CHECK_EQ(irql, 0);
	locked--;
}

static void NTAPI
complete_canceled(IO_CSQ *queue, IRP *irp)
{
	(void)queue;
	CHECK_EQ(locked, 0);
	canceled = irp;
}

static IRP *
irp_ready(void)
{
	IRP *irp = IoAllocateIrp(1, FALSE);

	irp->CurrentLocation--;
	irp->Tail.Overlay.CurrentStackLocation--;
	return irp;
}

static void
start(void)
{
	static IO_CSQ queue;

	inserts = removes = locked = 0;
	canceled = NULL;
	places[0] = places[1] = places[2] = NULL;
	csq = &queue;
	CHECK_EQ(IoCsqInitialize(csq, insert, take_out, peek, lock, unlock, complete_canceled),
	    STATUS_SUCCESS);
}

static void
queue_and_remove(void)
{
	IRP *first = irp_ready(), *second = irp_ready();

	start();
	IoCsqInsertIrp(csq, first, NULL);
	IoCsqInsertIrp(csq, second, NULL);
	CHECK(first->Tail.Overlay.CurrentStackLocation->Control & SL_PENDING_RETURNED);
	CHECK(first->CancelRoutine != NULL);
	CHECK(IoCsqRemoveNextIrp(csq, NULL) == first);
	CHECK(first->CancelRoutine == NULL);
	CHECK(IoCsqRemoveNextIrp(csq, NULL) == second);
	CHECK(IoCsqRemoveNextIrp(csq, NULL) == NULL);
	CHECK_EQ(locked, 0);
}

TEST(irps_are_marked_pending_and_come_out_in_the_drivers_order)
{
	CHECK_EQ(machine_run(queue_and_remove), LIFE_GOES_ON);
	CHECK_EQ(inserts, 2);
	CHECK_EQ(finding_count(), 0);
}

static void
cancel_a_queued_one(void)
{
	IRP *irp = irp_ready();
	IO_CSQ_IRP_CONTEXT context;

	start();
	IoCsqInsertIrp(csq, irp, &context);
	CHECK(context.Irp == irp);
	CHECK(IoCancelIrp(irp));
	CHECK(canceled == irp);
	CHECK_EQ(removes, 1);
	CHECK(IoCsqRemoveIrp(csq, &context) == NULL);
	CHECK_EQ(removes, 1);
}

TEST(a_cancelled_irp_is_taken_out_and_completed_and_its_context_finds_it_no_more)
{
	CHECK_EQ(machine_run(cancel_a_queued_one), LIFE_GOES_ON);
	CHECK_EQ(finding_count(), 0);
}

/* Cancellation has taken the routine out, and waits for the queue's lock. */
static void
remove_while_cancelling(void)
{
	IRP *first = irp_ready(), *second = irp_ready();
	IO_CSQ_IRP_CONTEXT context;

	start();
	IoCsqInsertIrp(csq, first, &context);
	IoCsqInsertIrp(csq, second, NULL);
	first->CancelRoutine = NULL;
	CHECK(IoCsqRemoveIrp(csq, &context) == NULL);
	CHECK(IoCsqRemoveNextIrp(csq, NULL) == second);
	CHECK(IoCsqRemoveNextIrp(csq, NULL) == NULL);
	CHECK_EQ(removes, 1);
}

TEST(an_irp_that_is_being_cancelled_is_passed_over)
{
	CHECK_EQ(machine_run(remove_while_cancelling), LIFE_GOES_ON);
	CHECK_EQ(removes, 1);
}

static void
queue_a_cancelled_one(void)
{
	IRP *irp = irp_ready();

	start();
	IoCancelIrp(irp);
	IoCsqInsertIrp(csq, irp, NULL);
	CHECK(canceled == irp);
	CHECK(IoCsqRemoveNextIrp(csq, NULL) == NULL);
}

TEST(an_irp_that_was_cancelled_before_is_completed_by_the_insert)
{
	CHECK_EQ(machine_run(queue_a_cancelled_one), LIFE_GOES_ON);
}

static void
queue_refuses(void)
{
	IRP *irp = irp_ready();

	start();
	IoCsqInitializeEx(csq, insert_none, take_out, peek, lock, unlock, complete_canceled);
	CHECK_EQ(IoCsqInsertIrpEx(csq, irp, NULL, &locked), STATUS_DEVICE_BUSY);
	CHECK(insert_context == &locked);
	CHECK(irp->CancelRoutine == NULL);
	CHECK_EQ(irp->Tail.Overlay.CurrentStackLocation->Control, 0);
}

TEST(an_insert_routine_that_fails_leaves_the_irp_to_the_caller)
{
	CHECK_EQ(machine_run(queue_refuses), LIFE_GOES_ON);
}

static void
remove_by_context(void)
{
	IRP *irp = irp_ready();
	IO_CSQ_IRP_CONTEXT context;

	start();
	IoCsqInsertIrp(csq, irp, &context);
	CHECK(IoCsqRemoveIrp(csq, &context) == irp);
	CHECK(context.Irp == NULL);
	CHECK(!IoCancelIrp(irp));
	IoFreeIrp(irp);
}

TEST(an_irp_that_is_removed_by_its_context_is_not_cancelled_any_more)
{
	CHECK_EQ(machine_run(remove_by_context), LIFE_GOES_ON);
	CHECK_EQ(ledger_count(HOLDING_IRP), 0);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test_setup(
		    irps_are_marked_pending_and_come_out_in_the_drivers_order, machine_fresh),
		cmocka_unit_test_setup(
		    a_cancelled_irp_is_taken_out_and_completed_and_its_context_finds_it_no_more,
		    machine_fresh),
		cmocka_unit_test_setup(
		    an_irp_that_is_being_cancelled_is_passed_over, machine_fresh),
		cmocka_unit_test_setup(
		    an_irp_that_was_cancelled_before_is_completed_by_the_insert, machine_fresh),
		cmocka_unit_test_setup(
		    an_insert_routine_that_fails_leaves_the_irp_to_the_caller, machine_fresh),
		cmocka_unit_test_setup(
		    an_irp_that_is_removed_by_its_context_is_not_cancelled_any_more, machine_fresh),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
