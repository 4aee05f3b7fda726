/** Limits how many mails may be sent. */
export interface MailQuota {
  /**
   * Takes that many mails, one a recipient, from what may still be sent.
   * @throws {EngineError} `quota.exceeded`, with nothing taken, saying when there will be enough.
   */
  take(count: number): Promise<void>;
}
