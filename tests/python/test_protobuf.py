"""Messages on the wire: against bytes worked out by hand, and for all values."""
from __future__ import absolute_import

import random
import unittest

from fetches import runtime_module

protobuf = runtime_module('protobuf')
B, D, I, T = protobuf.BYTES, protobuf.DOUBLE, protobuf.INT, protobuf.TEXT
Inner = protobuf.message('Inner', protobuf.field(4, 'Key', T), protobuf.field(5, 'Value', T))
Everything = protobuf.message(
    'Everything', protobuf.field(1, 'number', I, default=7), protobuf.field(2, 'text', T), protobuf.field(3, 'header', protobuf.group(Inner), repeated=True),
    protobuf.field(6, 'blob', B), protobuf.field(7, 'flag', protobuf.BOOL, default=True), protobuf.field(8, 'real', D),
    protobuf.field(9, 'inner', protobuf.nested(Inner)), protobuf.field(10, 'many', I, repeated=True), protobuf.field(1000, 'far', T))


def parsed(data):
    message = Everything()
    message.ParseFromString(data)
    return message


class Protobuf(unittest.TestCase):
    def both_ways(self, data, **values):
        self.assertEqual(data, Everything(**values).SerializeToString())
        message = parsed(data)
        for name in values:
            self.assertEqual(values[name], getattr(message, name))
            self.assertTrue(message.has(name))
        return message

    def test_each_kind_of_field(self):
        self.both_ways(b'\x08\x96\x01', number=150)
        self.both_ways(b'\x08\x00', number=0)
        self.both_ways(b'\x08' + b'\xff' * 9 + b'\x01', number=-1)
        self.both_ways(b'\x12\x07testing', text='testing')
        self.both_ways(b'\x32\x03\x00\xff\x80', blob=b'\x00\xff\x80')
        self.both_ways(b'\x38\x00', flag=False)
        self.both_ways(b'\x41\x00\x00\x00\x00\x00\x00\x14\x40', real=5.0)
        self.both_ways(b'\x50\x01\x50\x02', many=[1, 2])
        self.both_ways(b'\xc2\x3e\x01x', far='x')

    def test_groups_and_nested_messages(self):
        group = Everything()
        group.header.extend([Inner(Key='a', Value='b'), Inner(Key='c')])
        self.assertEqual(b'\x1b\x22\x01a\x2a\x01b\x1c\x1b\x22\x01c\x1c', group.SerializeToString())
        self.assertEqual([('a', 'b'), ('c', None)], [(each.Key, each.Value) for each in parsed(group.SerializeToString()).header])
        self.assertEqual('a', parsed(b'\x4a\x03\x22\x01a').inner.Key)
        self.assertEqual(b'\x4a\x03\x22\x01a', Everything(inner=Inner(Key='a')).SerializeToString())

    def test_what_is_not_set_reads_as_its_default(self):
        message = parsed(b'')
        self.assertEqual((7, True, None, [], b''), (message.number, message.flag, message.text, message.header, message.SerializeToString()))
        self.assertFalse(message.has('number') or message.has('header'))

    def test_parsing_replaces_what_was_there(self):
        message = parsed(b'\x08\x01\x50\x01')
        message.ParseFromString(b'\x50\x02')
        self.assertEqual((7, [2]), (message.number, message.many))

    def test_text_is_utf_8(self):
        self.assertEqual(b'\x12\x02\xc3\xa9', Everything(text=u'\xe9').SerializeToString())
        self.assertEqual(u'\xe9'.encode('utf-8') if str is bytes else u'\xe9', parsed(b'\x12\x02\xc3\xa9').text)

    def test_unknown_fields_are_passed_over_whatever_they_are(self):
        for unknown in (b'\x58\x05', b'\x59' + b'12345678', b'\x5a\x03abc', b'\x5d1234', b'\x5b\x08\x01\x13\x12\x01x\x14\x5c', b'\x0a\x01x'):
            self.assertEqual('y', parsed(unknown + b'\x12\x01y').text, unknown)

    def test_bytes_that_are_no_message(self):
        for data in (b'\x08', b'\x12\x05ab', b'\x1b', b'\x1b\x22\x01a', b'\x1b\x24', b'\x1c', b'\x0e', b'\x08' + b'\xff' * 11, b'\x41123', b'\x1b' * 5000):
            self.assertRaises(protobuf.DecodeError, parsed, data)

    def test_any_bytes_are_read_or_refused(self):
        chosen = random.Random(1)
        for _ in range(3000):
            data = bytes(bytearray(chosen.choice((8, 18, 27, 28, 1, 0, 65, 74, 128, 255)) for _ in range(chosen.randrange(20))))
            try:
                again = parsed(data)
            except protobuf.DecodeError:
                continue
            self.assertEqual(again.SerializeToString(), parsed(again.SerializeToString()).SerializeToString())

    def test_all_numbers(self):
        chosen = random.Random(2)
        for _ in range(500):
            number = chosen.getrandbits(chosen.randrange(1, 64)) * chosen.choice((1, -1))
            self.assertEqual(number, parsed(Everything(number=number).SerializeToString()).number)
