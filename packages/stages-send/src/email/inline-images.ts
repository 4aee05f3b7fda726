import type { MailAttachment } from './mail-transport.ts';

/** An image that the HTML of a mail shows as `cid:` and that travels beside it. */
export interface InlineImage extends MailAttachment {
  readonly cid: string;
}

/** HTML whose images travel beside it. */
export interface HtmlWithImages {
  readonly html: string;
  readonly images: readonly InlineImage[];
}

const embedded = /(<img\b[^<>]*?\ssrc=")data:(image\/(png|jpeg|gif));base64,([A-Za-z0-9+/=]+)(?=")/gi;

/**
 * Takes the images out of the HTML: mail readers show `cid:` images and mostly hide `data:` ones.
 * @param name Makes the content ids unique among mails; the same name gives the same ids.
 */
export function takeOutImages(html: string, name: string): HtmlWithImages {
  const images: InlineImage[] = [];
  const replaced = html.replaceAll(
    embedded,
    (_, start: string, contentType: string, extension: string, data: string) => {
      const filename = `image-${images.length + 1}.${extension.toLowerCase()}`;
      const cid = `${filename}.${name}`;
      images.push({
        filename,
        contentType: contentType.toLowerCase(),
        content: Buffer.from(data, 'base64'),
        cid,
      });
      return `${start}cid:${cid}`;
    },
  );
  return { html: replaced, images };
}
