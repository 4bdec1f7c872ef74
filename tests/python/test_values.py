"""Values before marshal: exact types, text that can be encoded."""
from __future__ import absolute_import

import os
import sys
import unittest

import silo

sys.path.insert(0, os.path.dirname(os.path.abspath(silo.ZYGOTE)))

from actors_runtime import exact, frames  # noqa: E402

PY2 = silo.PY2
text_type = type(u'')


class Text(text_type):
    def __str__(self):
        raise RuntimeError('must not be called')


class Native(str):
    def __str__(self):
        raise RuntimeError('must not be called')


class Data(bytes):
    pass


class Exact(unittest.TestCase):
    def test_text_is_text_whatever_it_was(self):
        self.assertEqual(u'a\xe9', exact.text(Text(u'a\xe9')))
        self.assertIs(text_type, type(exact.text(Text(u'a'))))
        self.assertEqual(u'\xe9', exact.text(b'\xc3\xa9'))
        self.assertEqual(u'\ufffd', exact.text(b'\xff'))
        self.assertEqual(u'3', exact.text(3))

    def test_text_that_cannot_be_encoded_is_replaced(self):
        if not PY2:
            self.assertEqual(u'a?b', exact.text(u'a\udc80b'))

    def test_native_and_binary_are_exact(self):
        self.assertIs(str, type(exact.native(Native('a'))))
        self.assertIs(bytes, type(exact.binary(Data(b'a'))))
        self.assertEqual(b'a', exact.binary(Data(b'a')))


class Reading(unittest.TestCase):
    def reader(self, data, size):
        """A reader whose socket gives at most `size` bytes at a time."""
        rest = [data]

        def receive_into(target):
            piece = rest[0][:min(size, len(target))]
            rest[0] = rest[0][len(piece):]
            target[:len(piece)] = piece
            return len(piece)

        return frames.FrameReader(receive_into)

    def test_frames_arrive_whole_however_they_are_cut(self):
        values = [(number, 'x' * size) for number, size in enumerate((0, 1, 10, 65520, 65536, 100, 140000, 3, 65515, 65516, 65517))]
        data = b''.join(frames.encode(number, value) for number, value in enumerate(values))
        for size in (7, 1000, 65000, 65535, 65536, 65537, len(data)):
            reader = self.reader(data, size)
            self.assertEqual(list(enumerate(values)), [reader.read() for _ in values], size)
            self.assertIsNone(reader.read())

    def test_an_end_inside_a_frame_is_an_end(self):
        frame = frames.encode(1, 'x' * 70000)
        for length in (1, 4, 5, 6, 69999):
            self.assertIsNone(self.reader(frame[:length], 1000).read())

    def test_a_frame_over_the_limit_is_refused(self):
        self.assertRaises(ValueError, self.reader(frames.HEADER.pack(frames.MAX_BODY + 1, 1), 5).read)
