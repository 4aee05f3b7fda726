import { ApiError, type Problem } from '@daybook/api-contract';

/** The problem document that a call is refused with; anything else that it throws goes on. */
export async function refusalOf(call: Promise<unknown>): Promise<Problem> {
  try {
    await call;
  } catch (error) {
    if (error instanceof ApiError) return error.problem;
    throw error;
  }
  throw new Error('the call was not refused');
}
