//! What iterators' methods return. Every one can be walked from both ends here; rustc knows better.
pub struct Skip<I> {
    iter: I,
}
impl<I: Iterator> Iterator for Skip<I> {
    type Item = I::Item;
    fn next(&mut self) -> Option<I::Item> {
        loop {}
    }
}
impl<I: Iterator> DoubleEndedIterator for Skip<I> {}
impl<I: Iterator> ExactSizeIterator for Skip<I> {}
pub struct Take<I> {
    iter: I,
}
impl<I: Iterator> Iterator for Take<I> {
    type Item = I::Item;
    fn next(&mut self) -> Option<I::Item> {
        loop {}
    }
}
impl<I: Iterator> DoubleEndedIterator for Take<I> {}
impl<I: Iterator> ExactSizeIterator for Take<I> {}
pub struct StepBy<I> {
    iter: I,
}
impl<I: Iterator> Iterator for StepBy<I> {
    type Item = I::Item;
    fn next(&mut self) -> Option<I::Item> {
        loop {}
    }
}
impl<I: Iterator> DoubleEndedIterator for StepBy<I> {}
impl<I: Iterator> ExactSizeIterator for StepBy<I> {}
pub struct Rev<I> {
    iter: I,
}
impl<I: Iterator> Iterator for Rev<I> {
    type Item = I::Item;
    fn next(&mut self) -> Option<I::Item> {
        loop {}
    }
}
impl<I: Iterator> DoubleEndedIterator for Rev<I> {}
impl<I: Iterator> ExactSizeIterator for Rev<I> {}
pub struct Cycle<I> {
    iter: I,
}
impl<I: Iterator> Iterator for Cycle<I> {
    type Item = I::Item;
    fn next(&mut self) -> Option<I::Item> {
        loop {}
    }
}
impl<I: Iterator> DoubleEndedIterator for Cycle<I> {}
impl<I: Iterator> ExactSizeIterator for Cycle<I> {}
pub struct Fuse<I> {
    iter: I,
}
impl<I: Iterator> Iterator for Fuse<I> {
    type Item = I::Item;
    fn next(&mut self) -> Option<I::Item> {
        loop {}
    }
}
impl<I: Iterator> DoubleEndedIterator for Fuse<I> {}
impl<I: Iterator> ExactSizeIterator for Fuse<I> {}
pub struct Peekable<I> {
    iter: I,
}
impl<I: Iterator> Iterator for Peekable<I> {
    type Item = I::Item;
    fn next(&mut self) -> Option<I::Item> {
        loop {}
    }
}
impl<I: Iterator> DoubleEndedIterator for Peekable<I> {}
impl<I: Iterator> ExactSizeIterator for Peekable<I> {}
pub struct Filter<I, P> {
    iter: I,
    predicate: P,
}
impl<I: Iterator, P> Iterator for Filter<I, P> {
    type Item = I::Item;
    fn next(&mut self) -> Option<I::Item> {
        loop {}
    }
}
impl<I: Iterator, P> DoubleEndedIterator for Filter<I, P> {}
pub struct TakeWhile<I, P> {
    iter: I,
    predicate: P,
}
impl<I: Iterator, P> Iterator for TakeWhile<I, P> {
    type Item = I::Item;
    fn next(&mut self) -> Option<I::Item> {
        loop {}
    }
}
impl<I: Iterator, P> DoubleEndedIterator for TakeWhile<I, P> {}
pub struct SkipWhile<I, P> {
    iter: I,
    predicate: P,
}
impl<I: Iterator, P> Iterator for SkipWhile<I, P> {
    type Item = I::Item;
    fn next(&mut self) -> Option<I::Item> {
        loop {}
    }
}
impl<I: Iterator, P> DoubleEndedIterator for SkipWhile<I, P> {}
pub struct Inspect<I, P> {
    iter: I,
    predicate: P,
}
impl<I: Iterator, P> Iterator for Inspect<I, P> {
    type Item = I::Item;
    fn next(&mut self) -> Option<I::Item> {
        loop {}
    }
}
impl<I: Iterator, P> DoubleEndedIterator for Inspect<I, P> {}
pub struct Map<I, F> {
    iter: I,
    f: F,
}
impl<B, I: Iterator, F: FnMut(I::Item) -> B> Iterator for Map<I, F> {
    type Item = B;
    fn next(&mut self) -> Option<B> {
        loop {}
    }
}
impl<B, I: Iterator, F: FnMut(I::Item) -> B> DoubleEndedIterator for Map<I, F> {}
impl<B, I: Iterator, F: FnMut(I::Item) -> B> ExactSizeIterator for Map<I, F> {}
pub struct FilterMap<I, F> {
    iter: I,
    f: F,
}
impl<B, I: Iterator, F: FnMut(I::Item) -> Option<B>> Iterator for FilterMap<I, F> {
    type Item = B;
    fn next(&mut self) -> Option<B> {
        loop {}
    }
}
impl<B, I: Iterator, F: FnMut(I::Item) -> Option<B>> DoubleEndedIterator for FilterMap<I, F> {}
pub struct FlatMap<I, U, F> {
    iter: I,
    inner: U,
    f: F,
}
impl<I: Iterator, U: IntoIterator, F: FnMut(I::Item) -> U> Iterator for FlatMap<I, U, F> {
    type Item = U::Item;
    fn next(&mut self) -> Option<U::Item> {
        loop {}
    }
}
pub struct Flatten<I> {
    iter: I,
}
impl<I: Iterator> Iterator for Flatten<I>
where
    I::Item: IntoIterator,
{
    type Item = <I::Item as IntoIterator>::Item;
    fn next(&mut self) -> Option<<I::Item as IntoIterator>::Item> {
        loop {}
    }
}
pub struct Scan<I, St, F> {
    iter: I,
    f: F,
    state: St,
}
impl<B, I: Iterator, St, F: FnMut(&mut St, I::Item) -> Option<B>> Iterator for Scan<I, St, F> {
    type Item = B;
    fn next(&mut self) -> Option<B> {
        loop {}
    }
}
pub struct Enumerate<I> {
    iter: I,
}
impl<I: Iterator> Iterator for Enumerate<I> {
    type Item = (usize, I::Item);
    fn next(&mut self) -> Option<(usize, I::Item)> {
        loop {}
    }
}
impl<I: Iterator> DoubleEndedIterator for Enumerate<I> {}
impl<I: Iterator> ExactSizeIterator for Enumerate<I> {}
pub struct Zip<A, B> {
    a: A,
    b: B,
}
impl<A: Iterator, B: Iterator> Iterator for Zip<A, B> {
    type Item = (A::Item, B::Item);
    fn next(&mut self) -> Option<(A::Item, B::Item)> {
        loop {}
    }
}
impl<A: Iterator, B: Iterator> DoubleEndedIterator for Zip<A, B> {}
pub struct Chain<A, B> {
    a: A,
    b: B,
}
impl<A: Iterator, B: Iterator<Item = A::Item>> Iterator for Chain<A, B> {
    type Item = A::Item;
    fn next(&mut self) -> Option<A::Item> {
        loop {}
    }
}
impl<A: Iterator, B: Iterator<Item = A::Item>> DoubleEndedIterator for Chain<A, B> {}
pub struct Cloned<I> {
    iter: I,
}
impl<'a, I: Iterator<Item = &'a T>, T: 'a + Clone> Iterator for Cloned<I> {
    type Item = T;
    fn next(&mut self) -> Option<T> {
        loop {}
    }
}
impl<'a, I: Iterator<Item = &'a T>, T: 'a + Clone> DoubleEndedIterator for Cloned<I> {}
pub struct Copied<I> {
    iter: I,
}
impl<'a, I: Iterator<Item = &'a T>, T: 'a + Copy> Iterator for Copied<I> {
    type Item = T;
    fn next(&mut self) -> Option<T> {
        loop {}
    }
}
impl<'a, I: Iterator<Item = &'a T>, T: 'a + Copy> DoubleEndedIterator for Copied<I> {}
pub struct Successors<T, F> {
    next: Option<T>,
    succ: F,
}
impl<T, F: FnMut(&T) -> Option<T>> Iterator for Successors<T, F> {
    type Item = T;
    fn next(&mut self) -> Option<T> {
        loop {}
    }
}
pub fn successors<T, F: FnMut(&T) -> Option<T>>(first: Option<T>, succ: F) -> Successors<T, F> {
    loop {}
}
pub struct FromFn<F>(F);
impl<T, F: FnMut() -> Option<T>> Iterator for FromFn<F> {
    type Item = T;
    fn next(&mut self) -> Option<T> {
        loop {}
    }
}
pub fn from_fn<T, F: FnMut() -> Option<T>>(f: F) -> FromFn<F> {
    loop {}
}
pub struct Repeat<A> {
    element: A,
}
impl<A: Clone> Iterator for Repeat<A> {
    type Item = A;
    fn next(&mut self) -> Option<A> {
        loop {}
    }
}
pub fn repeat<T: Clone>(elt: T) -> Repeat<T> {
    loop {}
}
pub fn repeat_n<T: Clone>(elt: T, count: usize) -> Take<Repeat<T>> {
    loop {}
}
pub fn once<T>(value: T) -> crate::option::IntoIter<T> {
    loop {}
}
pub fn empty<T>() -> crate::option::IntoIter<T> {
    loop {}
}
pub fn zip<A: IntoIterator, B: IntoIterator>(a: A, b: B) -> Zip<A::IntoIter, B::IntoIter> {
    loop {}
}
