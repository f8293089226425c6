//! Small things that are set and stay set, with their history.

use wuwei_source::Text;

use crate::error::Result;
use crate::pool::{in_tx, on_pool};
use crate::store::{Store, Table};
use crate::timestamp::Timestamp;
use crate::upload::{check_name, check_text};

/// A setting as it was set.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Setting {
    /// Its name.
    pub name: String,
    /// Its value; `None` where it was taken back.
    pub value: Option<String>,
    /// When it was set.
    pub changed_at: Timestamp,
    /// Who set it.
    pub actor: String,
}

type Row = (String, Option<String>, String, String);

impl Store {
    /// Sets something, or takes it back; what it was before stays in its history.
    pub async fn set(&self, setting: &Setting) -> Result<()> {
        check_name(Text::new("设置项", "setting"), &setting.name)?;
        check_text(Text::new("设置值", "value"), setting.value.as_deref().unwrap_or_default())?;
        check_text(Text::new("操作人", "actor"), &setting.actor)?;
        let mut writing = self.write(Table::Setting).await?;
        in_tx!(&mut writing.tx, on => sqlx::query(
            "INSERT INTO setting (id, name, value, changed_at, actor) \
             VALUES ((SELECT COALESCE(MAX(id), 0) + 1 FROM setting), $1, $2, $3, $4)",
        )
        .bind(&setting.name).bind(&setting.value).bind(setting.changed_at.to_string()).bind(&setting.actor)
        .execute(on).await.map(|_| ()))
        .map_err(self.failed())?;
        writing.tx.commit().await.map_err(self.failed())
    }

    /// The present value of a setting.
    pub async fn setting(&self, name: &str) -> Result<Option<String>> {
        let value: Option<Option<String>> = on_pool!(self.pool(), on => sqlx::query_scalar(
            "SELECT value FROM setting WHERE name = $1 ORDER BY id DESC LIMIT 1",
        ).bind(name).fetch_optional(on).await)
        .map_err(self.failed())?;
        Ok(value.flatten())
    }

    /// All settings that have a value, by name in byte order, each as it was last set.
    pub async fn settings(&self) -> Result<Vec<Setting>> {
        let rows: Vec<Row> = on_pool!(self.pool(), on => sqlx::query_as(
            "SELECT name, value, changed_at, actor FROM setting s \
             WHERE value IS NOT NULL AND id = (SELECT MAX(id) FROM setting t WHERE t.name = s.name) ORDER BY name",
        ).fetch_all(on).await)
        .map_err(self.failed())?;
        rows.into_iter().map(|row| self.read_setting(row)).collect()
    }

    /// How a setting was set, from the first time to the last.
    pub async fn setting_history(&self, name: &str) -> Result<Vec<Setting>> {
        let rows: Vec<Row> = on_pool!(self.pool(), on => sqlx::query_as(
            "SELECT name, value, changed_at, actor FROM setting WHERE name = $1 ORDER BY id",
        ).bind(name).fetch_all(on).await)
        .map_err(self.failed())?;
        rows.into_iter().map(|row| self.read_setting(row)).collect()
    }

    fn read_setting(&self, (name, value, changed_at, actor): Row) -> Result<Setting> {
        let instant = Timestamp::parse(&changed_at);
        let changed_at = instant.ok_or_else(|| self.corrupt(format!("setting {name}: {changed_at}")))?;
        Ok(Setting { name, value, changed_at, actor })
    }
}
