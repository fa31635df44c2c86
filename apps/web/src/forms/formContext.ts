import { createContext, useContext } from 'react'

/** What fields need from their form. Paths start with `values.`, as in the API. */
export interface SchemaForm {
  /** The part of Mantine's useForm that fields use, without the type of the whole form. */
  form: {
    // biome-ignore lint/suspicious/noExplicitAny: Mantine types the props of an input like this
    getInputProps(path: string, options?: { type: 'checkbox' }): any
    setFieldValue(path: string, value: unknown): void
    /** The errors by path. */
    errors: Record<string, unknown>
  }
  /** The paths of stored secrets. */
  stored: readonly string[]
  /** The path of the secret field that takes the focus at the start, if any. */
  firstField?: string
  /** Why stored secrets must be entered again; absent if they need not. */
  reenterNotice?: string
  /** Extracts the secret from text that was pasted into a secret field. */
  extractSecret(path: string, text: string): string
  /** Returns a warning about a secret before it is sent. */
  warnAbout(path: string, text: string): string | undefined
  /** Values that the installation supplies for empty fields. */
  supplied: Record<string, string>
}

const FormContext = createContext<SchemaForm | undefined>(undefined)
/** Provides the form to its fields. */
export const SchemaFormProvider = FormContext.Provider

/** Returns the form of a field. @throws outside a SchemaFormProvider */
export function useSchemaForm(): SchemaForm {
  const form = useContext(FormContext)
  if (!form) throw new Error('useSchemaForm must be used inside a SchemaFormProvider.')
  return form
}
