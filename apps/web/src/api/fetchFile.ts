import type { SignInGate } from './signInGate.ts'

interface FileRequest {
  /** The path with its query. */
  path: string
  workspaceId: string
}

/**
 * Gets a file from the REST API. Uses fetch, because a plain link can't send the workspace header.
 * @returns undefined on an error status
 */
export async function fetchFile(file: FileRequest, signInGate: SignInGate): Promise<Blob | undefined> {
  const { path, workspaceId } = file
  const response = await fetch(path, { headers: { 'stepkey-workspace': workspaceId } })
  if (response.status === 401 && (await signInGate.wait())) return await fetchFile(file, signInGate)
  return response.ok ? await response.blob() : undefined
}
