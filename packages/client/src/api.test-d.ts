import type { AppRouter } from '@stepkey/server/router'
import type { catalog } from '@stepkey/shared/catalog/index'
import type { inferProcedureInput, inferProcedureOutput } from '@trpc/server'
import { expectTypeOf } from 'vitest'
import type { z } from 'zod'
import type { Procedures } from './api.gen.ts'
import type { IssuedValues } from './issued-values.gen.ts'
import type { Mutation, Query } from './procedure.ts'

type Router = AppRouter['_def']['record']

/** The procedures whose generated input or output differs from that of the router. */
type DifferentProcedures = {
  [Domain in keyof Router & keyof Procedures & string]: {
    [Name in keyof Router[Domain] & keyof Procedures[Domain] & string]: Procedures[Domain][Name] extends
      | Query<infer Input, infer Output>
      | Mutation<infer Input, infer Output>
      ? // biome-ignore lint/suspicious/noExplicitAny: the constraint of tRPC
        Router[Domain][Name] extends any
        ? [inferProcedureOutput<Router[Domain][Name]>] extends [Output]
          ? [Input] extends [inferProcedureInput<Router[Domain][Name]> | undefined]
            ? never
            : `${Domain}.${Name}: input`
          : `${Domain}.${Name}: output`
        : never
      : never
  }[keyof Router[Domain] & keyof Procedures[Domain] & string]
}[keyof Router & keyof Procedures & string]

expectTypeOf<DifferentProcedures>().toBeNever()
expectTypeOf<keyof Procedures>().toEqualTypeOf<keyof Router>()

type Catalog = typeof catalog

/** The methods whose generated values differ from those of the catalog. */
type DifferentMethods = {
  [C in keyof Catalog]: {
    [M in keyof Catalog[C]['methods'] & keyof IssuedValues[C] & string]: Catalog[C]['methods'][M] extends {
      fields: infer Fields extends z.ZodType
    }
      ? [IssuedValues[C][M]] extends [Partial<z.infer<Fields>>]
        ? [z.infer<Fields>] extends [IssuedValues[C][M]]
          ? never
          : `${C}.${M}: the catalog has other values`
        : `${C}.${M}: the client has other values`
      : never
  }[keyof Catalog[C]['methods'] & keyof IssuedValues[C] & string]
}[keyof Catalog]

expectTypeOf<DifferentMethods>().toBeNever()
expectTypeOf<keyof IssuedValues>().toEqualTypeOf<keyof Catalog>()
