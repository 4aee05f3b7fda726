import { describe, expect, it } from '@jest/globals';
import { createMemoryScheduleStore, scheduleStoreContract } from '@daybook/scheduler/testing';

describe('createMemoryScheduleStore', () => {
  scheduleStoreContract({ describe, it, expect }, async (schedules) => createMemoryScheduleStore(schedules));
});
