//! x
/// x
#[derive(Default)]
pub struct Observations;
impl Observations {
    pub(crate) fn read(&mut self, _: &wuwei_ir::Program, _: &str, _: &str) {}
}
