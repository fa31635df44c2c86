import type { Component } from '@stepkey/shared/component'
import type { AnyScript } from '@stepkey/shared/provider-script'

/** Returns the scripts of a component by method, from its file of documented answers; empty without a file. */
export const scriptsOf = async ({ id }: Component): Promise<Record<string, AnyScript>> =>
  await import(`../../../../packages/shared/src/catalog/answers/${id}.ts`).then(
    (module) => module.default,
    () => ({}),
  )
