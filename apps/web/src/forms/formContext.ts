import { createContext, useContext } from 'react'

/** What the fields of a schema need of the form that they stand in. Paths begin with `values.`, as on the wire. */
export interface SchemaForm {
  /** The part of Mantine's useForm that fields use, free of the type of the whole form. */
  form: {
    // biome-ignore lint/suspicious/noExplicitAny: Mantine types the props of an input like this
    getInputProps(path: string, options?: { type: 'checkbox' }): any
    setFieldValue(path: string, value: unknown): void
  }
  /** Secrets that are stored. */
  stored: readonly string[]
  /** Why stored secrets have to be entered again, if they have to. */
  secretsAgain?: string
  /** What was pasted into a secret, without what people copy along with it. */
  bare(path: string, text: string): string
  /** What to point out about a secret before it is sent. */
  remark(path: string, text: string): string | undefined
  /** Addresses that the installation fills in where a field is left empty. */
  supplied: Record<string, string>
}

const FormContext = createContext<SchemaForm | undefined>(undefined)
export const SchemaFormProvider = FormContext.Provider

export function useSchemaForm(): SchemaForm {
  const form = useContext(FormContext)
  if (!form) throw new Error('A field needs a SchemaFormProvider around it.')
  return form
}
