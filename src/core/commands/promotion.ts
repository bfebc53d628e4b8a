// Reads the words after `/promote`: where to, which prompt, and why.

export interface PromotionWish {
  readonly environment: string;
  readonly id?: string;
  readonly why: string;
}

/** @returns undefined where no environment is named */
export function parsePromotion(words: readonly string[]): PromotionWish | undefined {
  const because = words.findIndex((word) => /^because[:,]?$/i.test(word));
  const [environment, id, ...rest] = because === -1 ? words : words.slice(0, because);
  if (environment === undefined) return undefined;
  const reason = because === -1 ? rest : [...rest, ...words.slice(because + 1)];
  return {
    environment: environment.toLowerCase(),
    ...(id !== undefined && { id }),
    why: reason.join(" "),
  };
}
