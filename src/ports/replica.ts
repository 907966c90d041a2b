/** How one process stands among those that share a store, for whoever watches several machines. */
export type ReplicaStand = {
  /** Whether this one keeps what people see in chat up to date; one of them does. */
  readonly hasHelm: () => boolean;
  /** Whether the bell over all replicas rings; undefined without Redis. */
  readonly redisRings: (() => boolean) | undefined;
};
