import type { Component } from '@stepkey/shared/component'
import type { AnyScript } from '@stepkey/shared/provider-script'

/** What the vendor of a component documents, by method; empty if there is no file of answers. */
export const scriptsOf = async ({ id }: Component): Promise<Record<string, AnyScript>> =>
  await import(`../../../../packages/shared/src/catalog/answers/${id}.ts`).then(
    (module) => module.default,
    () => ({}),
  )
