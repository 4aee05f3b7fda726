import { describe, expect, it } from '@jest/globals';
import { parseServerAddress } from '../src/server-address.ts';

describe('parseServerAddress', () => {
  it.each([
    ['http://127.0.0.1:4310', 'http://127.0.0.1:4310'],
    ['http://localhost:4310/', 'http://localhost:4310'],
    ['http://[::1]:4310', 'http://[::1]:4310'],
    ['http://0x7f000001:4310', 'http://127.0.0.1:4310'],
    ['https://daybook.example.org/behind/', 'https://daybook.example.org/behind'],
  ])('accepts %s', (text, baseUrl) => {
    expect(parseServerAddress(text)).toEqual({ kind: 'address', baseUrl });
  });

  it.each([
    'http://192.168.1.5:4310',
    'http://127.0.0.1.example.org',
    'http://localhost.example.org',
    'http://0.0.0.0:4310',
    'http://[::ffff:127.0.0.1]:4310',
    'http://me:secret@127.0.0.1:4310',
    'https://daybook.example.org/?token=1',
    'file:///tmp/socket',
    '127.0.0.1:4310',
    'nonsense',
  ])('refuses %s', (text) => {
    expect(parseServerAddress(text)).toMatchObject({ kind: 'refused' });
  });
});
