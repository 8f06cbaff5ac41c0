/** AES-256-GCM envelope. All binary fields are base64url. Kept apart from user data. */
export interface Sealed {
  alg: 'A256GCM';
  /** Version of the master key that wraps the job key this was sealed with. */
  keyVersion: number;
  nonce: string;
  ciphertext: string;
  tag: string;
}

/** A per-job data key, itself sealed by the master key of `keyVersion`. */
export interface WrappedKey extends Sealed {
  jobId: string;
}
