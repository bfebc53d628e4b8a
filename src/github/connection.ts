// Lists as GitHub's GraphQL gives them.

import * as z from "zod";

/** `nodes` of a connection; what may not be seen is null there. */
export const nodes = <T extends z.ZodType>(shape: T) =>
  z
    .object({ nodes: z.array(shape.nullable()).nullish() })
    .nullish()
    .transform((connection) => (connection?.nodes ?? []).flatMap((node) => (node === null ? [] : [node])));
