import type { HttpResponse } from '@stepkey/shared/auth/classify-response'
import type { BuiltRequest } from '@stepkey/shared/auth/request'

/** Sends a request and returns its response. */
export type Send = (request: BuiltRequest) => Promise<HttpResponse>
